// The demo's parts as text for a terminal: plain English, aligned. Judges nothing.
import type { Exchange, ExchangeStep } from '../tee-sim/client/exchange.ts';
import type { LogSummary } from '../tee-sim/protocol/assessment.ts';
import { TEE_CODES } from '../tee-sim/protocol/codes.ts';
import type { AssessedPart, DemoPart } from './demo-parts.ts';
import type { CommandFailure } from './failures.ts';
import { sentenceOf } from './risk-sentences.ts';

const STEP_NAMES: Readonly<Record<ExchangeStep['step'], string>> = {
  'session-key': 'session key generated',
  'wrap-key': 'session key wrapped for this epoch (SM2)',
  'seal-request': 'command and features sealed (SM4, HMAC-SM3)',
  carry: 'carried there and back; answer sealed and signed',
  'unwrap-key': 'session key unwrapped',
  open: 'request opened',
  validate: 'form checked',
  replay: 'nonce and time checked',
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
      return section('Session opened', [
        ['user', part.userId],
        ['login', 'LOGIN_PUBLIC'],
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

export function printFailure({ code, origin, reason, check, hint }: CommandFailure): string {
  const number = `0x${TEE_CODES[code].toString(16).toUpperCase().padStart(8, '0')}`;
  const facts: [string, string][] = [
    ['code', `${code} (${number})`],
    ['origin', origin],
    ['reason', reason ?? 'none given'],
  ];
  if (check !== undefined) facts.push(['check', check]);
  if (hint !== undefined) facts.push(['what to do', hint]);
  return section('Failed', facts);
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

function logCells(row: LogSummary): string[] {
  const at = new Date(row.atMs).toISOString();
  const cipher = `${row.ciphertextHead.slice(0, 16)}…`;
  return [String(row.id).padStart(3), at, row.kind, bytes(row.sizeBytes).padStart(8), cipher, row.features];
}

function section(title: string, facts: readonly (readonly [string, string])[]): string {
  return `\n${title}\n${table(facts)}`;
}

/** Cells in columns as wide as their widest cell, indented by two. */
function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return rows
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}

function bytes(count: number): string {
  return `${count.toLocaleString('en-US')} B`;
}
