// Attacks on opening: whatever does not open gets one answer, and nothing that is sent stops the TEE.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { base64UrlToBytes, bytesToBase64Url, concatBytes } from '../../tee-sim/protocol/bytes.ts';
import {
  type AnswerPayloadText,
  MAX_ENVELOPE_BYTES,
  type RequestEnvelopeText,
} from '../../tee-sim/protocol/envelope.ts';
import { readAnswer, sealRequest, type TestAnswer } from '../helpers/seal-request.ts';
import { TestTee } from '../helpers/tee-in-process.ts';

// Thousands of requests each, on machines that may be busy.
vi.setConfig({ testTimeout: 240_000 });

type BytesField = Exclude<keyof RequestEnvelopeText, 'v' | 'suite'>;

let tee: TestTee;
let responsePublicKey: Uint8Array;
let sealed: ReturnType<TestTee['seal']>;

beforeAll(() => {
  tee = new TestTee();
  responsePublicKey = tee.attest().responsePublicKey;
  sealed = tee.seal('GET_CHALLENGE', {});
});

afterAll(() => {
  // Nothing above opened, let alone changed anything: the honest request still works, once.
  expect(tee.send(sealed.text, sealed.keys).code).toBe('SUCCESS');
  const { session } = tee.withOwner();
  const status = tee.call('GET_STATUS', {}, { session }).body;
  // Boot; the client, the owner, and their login's attempt and success.
  expect(status).toMatchObject({ logRows: 5, openedRequests: 7, sessions: 1 });
  tee.dispose();
});

function send(text: string): TestAnswer {
  return readAnswer(tee.tee.invoke(text, undefined), responsePublicKey, text);
}

function withField(field: BytesField, bytes: Uint8Array): string {
  return JSON.stringify({ ...sealed.envelope, [field]: bytesToBase64Url(bytes) });
}

/** The answer's text as it is: thousands of signatures would show no more than those that `send` verifies. */
function payloadTo(text: string): AnswerPayloadText {
  return JSON.parse(tee.tee.invoke(text, undefined).payload) as AnswerPayloadText;
}

/** Everything a stranger can see of an answer, but the digest of what they sent themselves. */
function visible(payload: AnswerPayloadText): unknown {
  return { ...payload, requestDigest: payload.requestDigest.length };
}

const CANNOT_OPEN = {
  v: 1,
  requestDigest: 43,
  code: 'SECURITY',
  origin: 'TEE',
  issuedAtMs: 1_800_000_000_000,
  reason: 'cannot-open',
};

test.each(['wrappedKey', 'iv', 'ciphertext', 'tag'] as const)('every bit of %s flipped', (field) => {
  const bytes = base64UrlToBytes(sealed.envelope[field]);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(visible(payloadTo(withField(field, flipped))), `${field} bit ${bit}`).toEqual(CANNOT_OPEN);
  }
});

test('every bit of the header flipped is another version, suite or key', () => {
  const keyId = base64UrlToBytes(sealed.envelope.keyId);
  for (let bit = 0; bit < 64; bit += 1) {
    const flipped = keyId.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(send(withField('keyId', flipped))).toMatchObject({ code: 'NOT_SUPPORTED', reason: 'unknown-key' });
  }
  for (let bit = 0; bit < 8; bit += 1) {
    const v = JSON.stringify({ ...sealed.envelope, v: 1 ^ (1 << bit) });
    expect(send(v)).toMatchObject({ code: 'NOT_SUPPORTED', reason: 'unknown-version' });
    const suite = JSON.stringify({ ...sealed.envelope, suite: 2 ^ (1 << bit) });
    expect(send(suite)).toMatchObject({ code: 'NOT_SUPPORTED', reason: 'unknown-suite' });
  }
});

test('every bit of the text around the values flipped, and of every 16th character within them', () => {
  const refusals = new Set<string>();
  const { text } = sealed;
  for (let at = 0; at < text.length; at += 1) {
    // What lies within long values is flipped byte by byte above.
    if (at % 16 !== 0 && !/["{}:,]/.test(text.slice(Math.max(0, at - 2), at + 3))) continue;
    for (let bit = 0; bit < 8; bit += 1) {
      const char = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
      const answer = payloadTo(text.slice(0, at) + char + text.slice(at + 1));
      refusals.add(`${answer.code}/${answer.reason}`);
    }
  }
  expect([...refusals].sort()).toEqual([
    'BAD_FORMAT/malformed',
    'NOT_SUPPORTED/unknown-key',
    'NOT_SUPPORTED/unknown-suite',
    'NOT_SUPPORTED/unknown-version',
    'SECURITY/cannot-open',
  ]);
});

test('truncated at every length', () => {
  for (let length = 0; length < sealed.text.length; length += 1) {
    const answer = payloadTo(sealed.text.slice(0, length));
    expect(answer).toMatchObject({ code: 'BAD_FORMAT', reason: 'malformed' });
  }
});

test.each(['wrappedKey', 'ciphertext'] as const)('%s truncated and extended at every length', (field) => {
  const bytes = base64UrlToBytes(sealed.envelope[field]);
  for (let length = 1; length < bytes.length; length += 1) {
    expect(visible(payloadTo(withField(field, bytes.subarray(0, length))))).toEqual(CANNOT_OPEN);
  }
  for (const extra of [1, 16, 97, 113]) {
    const longer = withField(field, concatBytes(bytes, new Uint8Array(extra)));
    expect(visible(send(longer).payload)).toEqual(CANNOT_OPEN);
  }
});

test.each(['keyId', 'wrappedKey', 'iv', 'ciphertext', 'tag'] as const)('empty %s', (field) => {
  expect(send(withField(field, new Uint8Array(0)))).toMatchObject({ code: 'BAD_FORMAT' });
});

test.each(['iv', 'tag', 'keyId'] as const)('%s one byte short and one byte long', (field) => {
  const bytes = base64UrlToBytes(sealed.envelope[field]);
  for (const wrong of [bytes.subarray(1), concatBytes(bytes, new Uint8Array(1))]) {
    expect(send(withField(field, wrong))).toMatchObject({ code: 'BAD_FORMAT', reason: 'malformed' });
  }
});

test('a C1 that is no point of the curve, and one at infinity', () => {
  const bytes = base64UrlToBytes(sealed.envelope.wrappedKey);
  const c1s = [
    new Uint8Array(65),
    concatBytes(Uint8Array.of(4), new Uint8Array(64)),
    concatBytes(Uint8Array.of(4), new Uint8Array(64).fill(0xff)),
    concatBytes(Uint8Array.of(2), bytes.subarray(1, 65)),
    concatBytes(bytes.subarray(0, 33), new Uint8Array(32).fill(1)),
  ];
  for (const c1 of c1s) {
    const wrapped = concatBytes(c1, bytes.subarray(65));
    expect(visible(send(withField('wrappedKey', wrapped)).payload)).toEqual(CANNOT_OPEN);
  }
});

test.each([1, 8, 15, 17, 32, 128])('a session key of %i bytes, wrapped and used honestly', (length) => {
  const { epoch } = tee.attest();
  const request = sealRequest(epoch, {}, { sessionKey: randomBytes(length) });
  expect(visible(send(request.text).payload)).toEqual(CANNOT_OPEN);
});

test('parts of two honest requests put together', () => {
  const other = tee.seal('GET_CHALLENGE', {});
  for (const field of ['wrappedKey', 'iv', 'ciphertext', 'tag'] as const) {
    const mixed = JSON.stringify({ ...sealed.envelope, [field]: other.envelope[field] });
    expect(visible(send(mixed).payload), field).toEqual(CANNOT_OPEN);
  }
});

test('a request sealed for a key that was never this TEE’s', () => {
  const { publicKey } = nobleEngine.sm2GenerateKeyPair(randomBytes);
  const { epoch } = tee.attest();
  const request = sealRequest({ ...epoch, channelPublicKey: publicKey }, {});
  expect(visible(send(request.text).payload)).toEqual(CANNOT_OPEN);
  const named = sealRequest({ ...epoch, keyId: randomBytes(8) }, {});
  expect(send(named.text)).toMatchObject({ code: 'NOT_SUPPORTED', reason: 'unknown-key' });
});

test.each([
  ['empty', ''],
  ['not JSON', 'attack'],
  ['NaN', 'NaN'],
  ['null', 'null'],
  ['a number', '1'],
  ['a string', '"x"'],
  ['an array', '[]'],
  ['an empty object', '{}'],
  ['a lone surrogate', '"\ud800"'],
  ['NUL', '\0'],
])('%s', (_name, text) => {
  expect(send(text)).toMatchObject({ code: 'BAD_FORMAT', origin: 'TEE', reason: 'malformed', sealed: false });
});

test.each(['v', 'suite', 'keyId', 'wrappedKey', 'iv', 'ciphertext', 'tag'] as const)(
  '%s missing or of another type',
  (field) => {
    const values = [undefined, null, true, -1, 1.5, 300, '', 'é', '=', [], {}, { length: 3 }];
    for (const value of values) {
      const text = JSON.stringify({ ...sealed.envelope, [field]: value });
      expect(send(text), String(value)).toMatchObject({ code: 'BAD_FORMAT', reason: 'malformed' });
    }
  },
);

test.each(['__proto__', 'constructor', 'toString', 'extra'])(
  'an envelope with a key %s of its own',
  (key) => {
    const text = sealed.text.replace('{', `{"${key}":{"v":1},`);
    expect(send(text)).toMatchObject({ code: 'BAD_FORMAT', reason: 'malformed' });
    expect(({} as Record<string, unknown>)['v']).toBeUndefined();
  },
);

test('refuses one byte more than 1 MiB before parsing it, counted in UTF-8', () => {
  const tooLong = `"${'a'.repeat(MAX_ENVELOPE_BYTES - 1)}"`;
  expect(send(tooLong)).toMatchObject({ code: 'EXCESS_DATA', origin: 'TEE', reason: 'too-large' });
  const longest = `"${'a'.repeat(MAX_ENVELOPE_BYTES - 2)}"`;
  expect(send(longest)).toMatchObject({ code: 'BAD_FORMAT', reason: 'malformed' });
  const fewCharsManyBytes = `"${'世'.repeat(MAX_ENVELOPE_BYTES / 3)}"`;
  expect(send(fewCharsManyBytes)).toMatchObject({ code: 'EXCESS_DATA', reason: 'too-large' });
});

test.each([
  ['arrays', '[', ']'],
  ['objects', '{"a":', '}'],
])('%s nested as deep as 1 MiB allows', (_name, open, close) => {
  const depth = Math.floor((MAX_ENVELOPE_BYTES - 1) / (open.length + close.length));
  const bomb = `${open.repeat(depth)}1${close.repeat(depth)}`;
  expect(send(bomb)).toMatchObject({ code: 'BAD_FORMAT', reason: 'malformed' });
});
