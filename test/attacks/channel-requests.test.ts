// Attacks from inside a request that opens: replay, time, foreign sessions, forged MACs, malformed content.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import {
  bytesToBase64Url,
  concatBytes,
  lengthPrefixed,
  u32be,
  utf8ToBytes,
} from '../../tee-sim/protocol/bytes.ts';
import { commandSamples } from '../helpers/command-samples.ts';
import type { TestAnswer, TestSession } from '../helpers/seal-request.ts';
import { type CallOptions, operationId, PAYMENT, TestTee } from '../helpers/tee-in-process.ts';

let tee: TestTee;
let session: TestSession;
/** Before the attack: boot, client, owner, login. */
let rowsBefore: number;

beforeEach(() => {
  tee = new TestTee();
  ({ session } = tee.withOwner());
  rowsBefore = logRows();
});
afterEach(() => tee.dispose());

function refusal(answer: TestAnswer) {
  const { code, origin, reason, sealed, body } = answer;
  return { code, origin, reason, sealed, body };
}

function refused(code: string, reason: string) {
  return { code, origin: 'TEE', reason, sealed: true, body: undefined };
}

function assess(options: CallOptions = {}): TestAnswer {
  return tee.call(
    'ASSESS_PAYMENT',
    { payment: PAYMENT },
    { session, operationId: operationId(), ...options },
  );
}

function logRows(): number {
  return (tee.call('LIST_RISK_LOGS', { limit: 1 }, { session }).body as { total: number }).total;
}

test('100 times the same request: one succeeds, one row', () => {
  const { text, keys } = tee.seal(
    'ASSESS_PAYMENT',
    { payment: PAYMENT },
    { session, operationId: operationId() },
  );
  const answers = Array.from({ length: 100 }, () => tee.send(text, keys));
  expect(answers[0]?.code).toBe('SUCCESS');
  for (const answer of answers.slice(1)) expect(refusal(answer)).toEqual(refused('SECURITY', 'replayed'));
  expect(logRows()).toBe(rowsBefore + 1);
});

test('a replayed request is refused as long as it is fresh, and stale ever after', () => {
  const { text, keys } = tee.seal('GET_STATUS', {}, { session });
  expect(tee.send(text, keys).code).toBe('SUCCESS');
  tee.advance(60_000);
  expect(refusal(tee.send(text, keys))).toEqual(refused('SECURITY', 'replayed'));
  tee.advance(1);
  expect(refusal(tee.send(text, keys))).toEqual(refused('SECURITY', 'stale'));
});

test('a nonce used again in another request is a replay too', () => {
  const nonce = bytesToBase64Url(randomBytes(16));
  expect(tee.call('GET_STATUS', {}, { session, body: { nonce } }).code).toBe('SUCCESS');
  expect(refusal(tee.call('GET_STATUS', {}, { session, body: { nonce } }))).toEqual(
    refused('SECURITY', 'replayed'),
  );
});

test('a request of the boot before does not open any more', () => {
  const { text } = tee.seal('GET_STATUS', {}, { session });
  tee.shutDown();
  tee.boot();
  expect(tee.send(text)).toMatchObject({ code: 'NOT_SUPPORTED', reason: 'unknown-key', sealed: false });
});

test.each([
  ['stale', -60_001],
  ['from-the-future', 60_001],
])('a request issued %s', (reason, offset) => {
  const body = { issuedAtMs: tee.attest().teeTimeMs + offset };
  expect(refusal(assess({ body }))).toEqual(refused('SECURITY', reason));
  expect(logRows()).toBe(rowsBefore);
});

test.each([365 * 86_400_000, -365 * 86_400_000])(
  'a wall clock that jumps by %i ms changes no freshness',
  (jump) => {
    const { text, keys } = tee.seal('GET_STATUS', {}, {});
    tee.machine.wall += jump;
    // Sealed without a session: the jump may end sessions, but the request must still be fresh.
    expect(tee.send(text, keys)).toMatchObject({ code: 'BAD_STATE', reason: 'no-session' });
  },
);

test.each(['', 'NO_SUCH_COMMAND', 'open_session', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'unknown command %j',
  (command) => {
    expect(refusal(tee.call(command, {}, { session }))).toEqual(refused('NOT_SUPPORTED', 'unknown-command'));
  },
);

const BODIES: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['a nonce too short', { nonce: bytesToBase64Url(randomBytes(15)) }],
  ['a nonce too long', { nonce: bytesToBase64Url(randomBytes(17)) }],
  ['a nonce that is not canonical', { nonce: `${'A'.repeat(21)}B` }],
  ['no nonce', { nonce: undefined }],
  ['a time that is no whole number', { issuedAtMs: 1.5 }],
  ['a time that is text', { issuedAtMs: '1800000000000' }],
  ['a time before 1970', { issuedAtMs: -1 }],
  ['a time beyond the calendar', { issuedAtMs: 8_640_000_000_000_001 }],
  ['NaN as time (null in JSON)', { issuedAtMs: Number.NaN }],
  ['a command that is no text', { command: 7 }],
  ['a command too long', { command: 'A'.repeat(65) }],
  ['a session id that is no text', { sessionId: [] }],
  ['a session id too short', { sessionId: 'AAAA' }],
  ['an operation id too long', { operationId: `${'A'.repeat(22)}A` }],
  ['an operation id of null', { operationId: null }],
  ['a key that does not belong', { admin: true }],
  ['a constructor of its own', { constructor: {} }],
];

test.each(BODIES)('a body with %s', (_name, body) => {
  expect(refusal(assess({ body }))).toEqual(refused('BAD_FORMAT', 'malformed'));
  expect(logRows()).toBe(rowsBefore);
});

test.each([
  ['empty', ''],
  ['NaN', 'NaN'],
  ['an array', '[]'],
  ['null', 'null'],
  ['__proto__ as a key', '{"__proto__":{"command":"GET_STATUS"}}'],
  ['nested too deeply', '['.repeat(200_000)],
])('JSON that is %s', (_name, text) => {
  expect(refusal(assess({ json: utf8ToBytes(text) }))).toEqual(refused('BAD_FORMAT', 'malformed'));
});

test('an infinite time, and a prototype smuggled beside an honest body', () => {
  const honest = tee.attest();
  const body = `"nonce":"${bytesToBase64Url(randomBytes(16))}","command":"GET_STATUS","params":{}`;
  for (const json of [
    `{"issuedAtMs":1e999,${body}}`,
    `{"issuedAtMs":${honest.teeTimeMs},${body},"__proto__":{"sessionId":"${session.id}"}}`,
  ]) {
    expect(refusal(assess({ json: utf8ToBytes(json) }))).toEqual(refused('BAD_FORMAT', 'malformed'));
  }
});

test('a deeply nested bomb in place of params and features', () => {
  for (const part of ['params', 'features']) {
    const bomb = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const json = JSON.stringify({
      sessionId: session.id,
      nonce: bytesToBase64Url(randomBytes(16)),
      issuedAtMs: tee.attest().teeTimeMs,
      command: 'ASSESS_PAYMENT',
      params: { payment: PAYMENT },
      operationId: operationId(),
      [part]: 0,
    }).replace(`"${part}":0`, `"${part}":${bomb}`);
    expect(refusal(assess({ json: utf8ToBytes(json) }))).toEqual(refused('BAD_PARAMETERS', 'malformed'));
  }
});

const part = lengthPrefixed(utf8ToBytes('{}'));
const FRAMES: readonly [string, Uint8Array][] = [
  ['one byte', Uint8Array.of(1)],
  ['a length beyond its end', u32be(0xffffffff)],
  ['no count', part],
  ['a count beyond the limit', concatBytes(part, u32be(9))],
  ['secrets that are not there', concatBytes(part, u32be(2))],
  ['no MAC field', concatBytes(part, u32be(0))],
  ['bytes behind its end', concatBytes(part, u32be(0), u32be(0), Uint8Array.of(0))],
  ['JSON that is not UTF-8', concatBytes(lengthPrefixed(Uint8Array.of(0xff, 0xfe)), u32be(0), u32be(0))],
];

test.each(FRAMES)('a frame with %s', (_name, frame) => {
  expect(refusal(assess({ frame }))).toEqual(refused('BAD_FORMAT', 'malformed'));
});

test('a forged, a missing and a foreign session MAC, and a session id as bearer token', () => {
  const other = tee.openSession();
  const forgeries: CallOptions[] = [
    { mac: randomBytes(32) },
    { mac: new Uint8Array(32) },
    { mac: new Uint8Array(0) },
    { mac: randomBytes(31) },
    { session: { id: session.id, secret: other.secret } },
    { session: { id: session.id, secret: new Uint8Array(32) } },
    { session: { id: other.id, secret: session.secret } },
    { session: { id: bytesToBase64Url(randomBytes(16)), secret: session.secret } },
  ];
  for (const forgery of forgeries) {
    const answer = assess(forgery);
    expect(refusal(answer)).toEqual(refused('SECURITY', 'session-mac'));
    expect(answer.layer).toBe(2);
    // Nor does the trace tell them apart.
    expect(answer.trace.filter(({ outcome }) => outcome !== 'not-reached')).toEqual([
      { layer: 2, check: 'session', outcome: 'deny', durationUs: 0 },
    ]);
  }
  // Of an attempt to take over a session the log knows.
  expect(logRows()).toBe(rowsBefore + forgeries.length);
});

test('the MAC of one request does not serve another, not even with the same content', () => {
  const body = { nonce: bytesToBase64Url(randomBytes(16)) };
  const { mac } = tee.seal('GET_STATUS', {}, { session, body });
  expect(refusal(tee.call('GET_STATUS', {}, { session, body, mac }))).toEqual(
    refused('SECURITY', 'session-mac'),
  );
});

test('no session where one is needed, and one where none is', () => {
  expect(refusal(assess({ session: undefined }))).toEqual(refused('BAD_STATE', 'no-session'));
  const open = commandSamples().OPEN_SESSION;
  const secrets = [randomBytes(32)];
  expect(refusal(tee.call('OPEN_SESSION', open, { secrets, session }))).toEqual(
    refused('BAD_PARAMETERS', 'malformed'),
  );
  expect(refusal(tee.call('OPEN_SESSION', open, { secrets, mac: randomBytes(32) }))).toEqual(
    refused('BAD_PARAMETERS', 'malformed'),
  );
});

test('a closed session, and one that was idle too long', () => {
  const other = tee.openSession();
  expect(tee.call('CLOSE_SESSION', {}, { session: other }).code).toBe('SUCCESS');
  expect(refusal(tee.call('GET_STATUS', {}, { session: other }))).toEqual(refused('SECURITY', 'session-mac'));
  tee.advance(15 * 60_000);
  expect(refusal(tee.call('GET_STATUS', {}, { session }))).toEqual(refused('SECURITY', 'session-mac'));
});

test('a flood of sessions shuts nobody out: the table stays bounded, and who is logged in stays so', () => {
  const first = tee.openSession();
  for (let i = 0; i < 70; i += 1) tee.openSession();
  expect(refusal(tee.call('GET_ACCOUNT', {}, { session: first }))).toEqual(
    refused('SECURITY', 'session-mac'),
  );
  expect(tee.call('GET_STATUS', {}, { session })).toMatchObject({ code: 'SUCCESS', body: { sessions: 64 } });
});

test('no answer, whatever is asked, shows in the clear what was sent', () => {
  const note = 'a-secret-between-us';
  const payment = { ...PAYMENT, note };
  for (const options of [
    { operationId: operationId() },
    { operationId: undefined },
    { operationId: operationId(), features: { [note]: 1 } },
    { operationId: operationId(), mac: randomBytes(32) },
  ]) {
    const answer = tee.call('ASSESS_PAYMENT', { payment }, { session, ...options });
    expect(JSON.stringify(answer.payload)).not.toContain(note);
    expect(Object.keys(answer.payload).sort()).toEqual([
      'code',
      'issuedAtMs',
      'origin',
      'requestDigest',
      'sealed',
      'v',
    ]);
  }
});
