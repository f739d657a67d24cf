// The demo's parts as text for a terminal: plain English, aligned. Judges nothing.
import type { Exchange, ExchangeStep } from '../tee-sim/client/exchange.ts';
import { LAYERS, type Layer, type Trace } from '../tee-sim/protocol/trace.ts';
import type { AssessedPart, DemoPart } from './demo-parts.ts';
import { logCells } from './log-lines.ts';
import { printDenial } from './print-failure.ts';
import { sentenceOf } from './risk-sentences.ts';
import { bytes, milliseconds, section, table } from './tables.ts';

const STEP_NAMES: Readonly<Record<ExchangeStep['step'], string>> = {
  'session-key': 'session key generated',
  'wrap-key': 'session key wrapped for this epoch (SM2)',
  'seal-request': 'command and features sealed (SM4, HMAC-SM3)',
  carry: 'carried there and back; answer sealed and signed',
  'unwrap-key': 'session key unwrapped',
  open: 'request opened',
  validate: 'form checked',
  replay: 'nonce and time checked',
  authorize: 'four layers of authorization',
  assess: 'risk assessed',
  store: 'stored again under the database keys',
  'verify-answer': 'signature and request digest verified',
  'open-answer': 'answer opened',
};

export function printPart(part: DemoPart): string {
  switch (part.part) {
    case 'tee':
      return section('TEE started', [
        ['bundle (SM3)', `${part.measurement}, ${bytes(part.bundleBytes)}`],
        ['boot', milliseconds(part.bootMs)],
        ['crypto engine', part.engine],
        ['record suite', String(part.recordSuite)],
        ['master key', 'generated for this run, thrown away after it'],
      ]);
    case 'attestation':
      return section('Attestation verified (signature, pin, nonce, age, measurements)', [
        ['device (SM3)', part.view.deviceFingerprint],
        ['TEE (SM3)', `${part.view.measurements.tee}, as built in`],
        ['client (SM3)', `${part.view.measurements.client}, as measured by the driver`],
        ['boot id', part.view.bootId],
        ['epoch key id', part.view.epoch.keyId],
        ['round trip', milliseconds(part.view.roundTripMs)],
      ]);
    case 'session':
      return section('Session opened for a client that proved its key', [
        ['client', part.clientName],
        ['login', 'LOGIN_APPLICATION'],
      ]);
    case 'owner':
      return section('Device owner registered for this run, and logged in', [
        ['user', part.name],
        ['factors', part.factors.join(', ')],
        ['role', part.role],
      ]);
    case 'wallet':
      return section('Wallet made of a phrase that was drawn in the TEE', [
        ['account', part.address],
        ['phrase', `${part.words} words, told once over the sealed answer, checked, and not printed here`],
        ['wallet id', part.walletId],
      ]);
    case 'signed':
      return section('Transaction reviewed, then signed in the TEE: exactly what was reviewed', [
        ['decoded as', part.kind],
        ['level', part.level],
        ['signer', part.signer],
        ['hash signed', part.hash],
        ['raw', part.rawTransaction],
        ['stored as', `row ${part.logId}`],
      ]);
    case 'denied':
      return section(`${part.command} with nothing shown for it: denied`, [
        ['code', part.code],
        ['layer', `${part.layer} of 4`],
        ['reason', part.reason],
        ...part.denials.map((entry): [string, string] => ['check', printDenial(entry)]),
      ]);
    case 'stepped-up':
      return section(`${part.command} with factors shown for exactly this: done`, [
        ['factors', part.factors.join(' and ')],
        ...LAYERS.map((layer): [string, string] => [`layer ${layer}`, passedOf(part.trace, layer)]),
      ]);
    case 'assessed':
      return printAssessed(part);
    case 'log':
      return `\nLog: ${part.total} rows, newest first\n${table(part.rows.map(logCells))}`;
    case 'read-back':
      return section(`Row ${part.logId} read back: the same payment, answer and features`, [
        ['request digest', part.requestDigest],
        ['record', bytes(part.recordBytes)],
      ]);
    case 'chain':
      return section('Chain verified', [['rows', `${part.verified}, none broken, none missing`]]);
    case 'disk':
      return section('Files searched without any key', [
        ...part.files.map(({ name, sizeBytes }): [string, string] => [name, bytes(sizeBytes)]),
        ['ciphertext', `${part.ciphertextsFound} of ${part.ciphertextsFound} rows found`],
        ['plaintext', `${part.textsFound} of ${part.textsSought} sample values found`],
      ]);
  }
}

function printAssessed({ label, payment, assessment, exchange, logId }: AssessedPart): string {
  const reasons = assessment.factors.map((factor) => [`+${factor.points}`.padStart(4), sentenceOf(factor)]);
  return [
    section(`Payment "${label}" (sample feature data, nobody typed it)`, [
      ['to', payment.to],
      ['amount', `${payment.amountWei} wei on chain ${payment.chainId}`],
    ]),
    printSteps(exchange),
    `  score ${assessment.score} of 100, level ${assessment.level}, stored as row ${logId}`,
    reasons.length === 0 ? '   no reason for concern' : table(reasons),
  ].join('\n');
}

function printSteps({ steps }: Exchange): string {
  return table(
    steps.map(({ side, step, durationUs, sizeBytes }) => [
      side,
      STEP_NAMES[step],
      milliseconds(durationUs / 1_000).padStart(10),
      sizeBytes === undefined ? '' : bytes(sizeBytes).padStart(8),
    ]),
  );
}

function passedOf(trace: Trace, layer: Layer): string {
  const passed = trace.filter((entry) => entry.layer === layer && entry.outcome === 'pass');
  return `passed ${passed.map(({ check }) => check).join(', ')}`;
}
