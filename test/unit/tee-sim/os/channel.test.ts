import { afterEach, beforeEach, expect, test } from 'vitest';
import { SessionTable } from '../../../../tee-sim/authorization/layer-2-sessions.ts';
import { nobleEngine as engine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { Channel } from '../../../../tee-sim/os/channel.ts';
import { startClock } from '../../../../tee-sim/os/clock.ts';
import { EpochManager } from '../../../../tee-sim/os/epochs.ts';
import { NonceCache } from '../../../../tee-sim/os/nonces.ts';
import { bytesToBase64Url } from '../../../../tee-sim/protocol/bytes.ts';
import { answerBodySchema, answerPayloadSchema } from '../../../../tee-sim/protocol/envelope.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import type { Answer } from '../../../../tee-sim/ta/call.ts';
import type { UnparsedCall } from '../../../../tee-sim/ta/parse-call.ts';
import { TrustedApplication } from '../../../../tee-sim/ta/trusted-application.ts';
import { readAnswer, sealRequest } from '../../../helpers/seal-request.ts';
import { operationId, PAYMENT, TestTee } from '../../../helpers/tee-in-process.ts';

const T = 1_800_000_000_000;
const NOTHING: Answer = { result: {}, secrets: [] };
const CLIENT = { channelId: 'main-window', measurement: new Uint8Array(32) };

/** A channel over a TA that answers whatever `work` does. */
function channelOver(
  work: (command: string, call: UnparsedCall) => Answer,
  capacity?: number,
  onKey: (key: Uint8Array) => void = () => undefined,
) {
  const machine = { monotonicMs: 0 };
  const clock = startClock({ wallMs: () => T, monotonicMs: () => machine.monotonicMs }, 0);
  const epochs = new EpochManager(engine, randomBytes, clock.nowMs);
  const response = engine.sm2GenerateKeyPair(randomBytes);
  const ta: TrustedApplication = Object.create(TrustedApplication.prototype, { invoke: { value: work } });
  const channel = new Channel({
    engine: {
      ...engine,
      sm4: (key) => {
        expect(key).not.toEqual(new Uint8Array(16));
        onKey(key);
        return engine.sm4(key);
      },
    },
    random: randomBytes,
    clock,
    monotonicMs: () => machine.monotonicMs,
    epochs,
    nonces: new NonceCache(capacity),
    sessions: new SessionTable(engine, randomBytes, clock.laterMs, () => defaultPolicy.sessionSecurity),
    ta,
    responseKey: response.privateKey,
  });
  const call = (body: Record<string, unknown> = {}, secrets: Uint8Array[] = []) => {
    const { keyId, channelPublicKey, notAfterMs } = epochs.current();
    const { text, keys } = sealRequest(
      { keyId, channelPublicKey, notAfterMs },
      {
        nonce: bytesToBase64Url(randomBytes(16)),
        issuedAtMs: clock.nowMs(),
        command: 'OPEN_SESSION',
        params: {},
        ...body,
      },
      { secrets },
    );
    return readAnswer(channel.answer(text, undefined, CLIENT), response.publicKey, text, keys);
  };
  return { call, machine };
}

test('an answer holds the result, the steps and nothing else', () => {
  const { call } = channelOver(() => ({ result: { done: true }, secrets: [] }));
  call();
  // Not the first: nothing of an earlier request is told.
  const { payload, ...answer } = call();
  expect(answer).toMatchObject({
    code: 'SUCCESS',
    origin: 'TRUSTED_APP',
    body: { done: true },
    sealed: true,
  });
  expect(answer.steps.map(({ step }) => step)).toEqual(['unwrap-key', 'open', 'validate', 'replay']);
  expect(() => answerPayloadSchema.parse(payload)).not.toThrow();
});

test('what is thrown by mistake becomes GENERIC, and says nothing of itself', () => {
  const { call } = channelOver(() => {
    throw new RangeError('a secret');
  });
  const answer = call();
  expect(answer).toMatchObject({ code: 'GENERIC', reason: 'internal', body: undefined });
  expect(JSON.stringify(answer)).not.toContain('a secret');
});

test('a result too long to answer is replaced by a code', () => {
  const { call } = channelOver(() => ({ result: 'x'.repeat(4 * 1_048_576), secrets: [] }));
  expect(call()).toMatchObject({ code: 'SHORT_BUFFER', reason: 'too-large', body: undefined });
});

test('a flood of nonces fills the cache, never more, and BUSY passes with time', () => {
  const { call, machine } = channelOver(() => NOTHING, 20);
  const codes = Array.from({ length: 30 }, () => call({ issuedAtMs: T + 60_000 }).code);
  expect(codes).toEqual([...new Array(20).fill('SUCCESS'), ...new Array(10).fill('BUSY')]);
  expect(call()).toMatchObject({ code: 'BUSY', reason: 'nonce-cache-full', origin: 'TEE' });
  machine.monotonicMs += 120_001;
  expect(call().code).toBe('SUCCESS');
});

test.each([false, true])('secrets are zeroed when the answer is out; command fails: %s', (fails) => {
  const secret = randomBytes(32);
  let seen: Uint8Array | undefined;
  const { call } = channelOver((_command, { secrets }) => {
    [seen] = secrets;
    expect(seen).toEqual(secret);
    if (fails) throw new Error('no');
    return NOTHING;
  });
  expect(call({}, [secret]).code).toBe(fails ? 'GENERIC' : 'SUCCESS');
  expect(seen).toEqual(new Uint8Array(32));
});

test('secrets of an answer reach its requester, and are zeroed in the TEE once it is sealed', () => {
  const secret = randomBytes(32);
  const told = secret.slice();
  const { call } = channelOver(() => ({ result: {}, secrets: [secret] }));
  expect(call()).toMatchObject({ code: 'SUCCESS', secrets: [told] });
  expect(secret).toEqual(new Uint8Array(32));
});

test.each([
  ['it is too long', { result: 'x'.repeat(4 * 1_048_576) }],
  ['it is no data', { result: 1n }],
])('an answer that cannot be sealed tells no secret, and its secrets are zeroed: %s', (_why, { result }) => {
  const secret = randomBytes(32);
  const { call } = channelOver(() => ({ result, secrets: [secret] }));
  const answer = call();
  expect(answer.code).not.toBe('SUCCESS');
  expect(answer.secrets).toEqual([]);
  expect(secret).toEqual(new Uint8Array(32));
});

test('request and answer keys are zeroed when the answer is out', () => {
  const used: Uint8Array[] = [];
  const { call } = channelOver(
    () => NOTHING,
    undefined,
    (key) => used.push(key),
  );
  expect(call().code).toBe('SUCCESS');
  // One opened the request, the other sealed the answer.
  expect(used).toEqual([new Uint8Array(16), new Uint8Array(16)]);
});

let tee: TestTee;
beforeEach(() => {
  tee = new TestTee();
});
afterEach(() => tee.dispose());

test('an assessment tells S1’s steps in their order, with sizes', () => {
  const { session } = tee.withOwner();
  const features = { localHour: 3 };
  const answer = tee.call(
    'ASSESS_PAYMENT',
    { payment: PAYMENT },
    { session, features, operationId: operationId() },
  );
  expect(answer.steps.map(({ step }) => step)).toEqual([
    'unwrap-key',
    'open',
    'validate',
    'replay',
    'authorize',
    'assess',
    'store',
  ]);
  const sizes = new Map(answer.steps.map(({ step, sizeBytes }) => [step, sizeBytes]));
  expect(sizes.get('unwrap-key')).toBe(113);
  expect(sizes.get('replay')).toBe(16);
  expect(sizes.get('assess')).toBe(JSON.stringify(features).length);
  expect(sizes.get('open')).toBe(sizes.get('validate'));
  expect(sizes.get('store')).toBeGreaterThan(JSON.stringify(PAYMENT).length);
  expect(() => answerBodySchema.parse({ steps: answer.steps, body: answer.body })).not.toThrow();
});

test('a request under the previous epoch’s key is answered, and after its overlap is not', () => {
  const { text, keys } = tee.seal('OPEN_SESSION', {}, { body: { issuedAtMs: T + 15 * 60_000 } });
  tee.advance(15 * 60_000);
  expect(tee.attest().epoch.keyId).toBeDefined();
  expect(tee.send(text, keys).code).toBe('BAD_PARAMETERS');
  tee.advance(60_000);
  expect(tee.send(text, keys)).toMatchObject({ code: 'NOT_SUPPORTED', reason: 'unknown-key' });
});

test('the same plaintext in the same words is never the same answer', () => {
  const session = tee.openSession();
  const [a, b] = [0, 1].map(() => tee.call('GET_OPERATION', { operationId: operationId() }, { session }));
  expect(a?.body).toEqual(b?.body);
  expect(a?.payload.sealed?.iv).not.toBe(b?.payload.sealed?.iv);
});
