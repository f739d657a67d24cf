import { expect, test } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { EpochManager } from '../../../../tee-sim/os/epochs.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';

const SECRET = new Uint8Array(16).fill(7);

function setUp() {
  const state = { nowMs: 1_000_000 };
  const epochs = new EpochManager(nobleEngine, randomBytes, () => state.nowMs);
  const first = epochs.current();
  const wrapped = nobleEngine.sm2Encrypt(first.channelPublicKey, SECRET, randomBytes);
  const open = (count: number) => {
    for (let i = 0; i < count; i += 1) epochs.countOpened(epochs.current());
  };
  return { state, epochs, first, wrapped, open };
}

test('the key id is the first 8 bytes of SM3 of the channel key, which unwraps', () => {
  const { epochs, first, wrapped } = setUp();
  expect(first.keyId).toEqual(nobleEngine.sm3(first.channelPublicKey).subarray(0, 8));
  expect(epochs.find(first.keyId)?.unwrap(wrapped)).toEqual(SECRET);
  expect(epochs.find(new Uint8Array(8))).toBeUndefined();
});

test('an epoch ends after 15 minutes; its key answers 60 s more and is then zeroized', () => {
  const { state, epochs, first, wrapped } = setUp();
  state.nowMs += 15 * 60_000 - 1;
  expect(epochs.current()).toBe(first);
  state.nowMs += 1;
  const second = epochs.current();
  expect(bytesToHex(second.keyId)).not.toBe(bytesToHex(first.keyId));
  state.nowMs += 59_999;
  expect(epochs.find(first.keyId)?.unwrap(wrapped)).toEqual(SECRET);
  state.nowMs += 1;
  expect(epochs.find(first.keyId)).toBeUndefined();
  expect(() => first.unwrap(wrapped)).toThrow();
  expect(epochs.find(second.keyId)).toBeDefined();
});

test('an epoch ends after 1,000 opened requests', () => {
  const { state, epochs, first, open } = setUp();
  state.nowMs += 60_000;
  open(999);
  expect(epochs.current()).toBe(first);
  open(1);
  expect(epochs.current()).not.toBe(first);
  expect(epochs.openedRequests).toBe(1_000);
});

test('requests cannot make epochs turn more often than once in 60 s', () => {
  const { state, epochs, first, open } = setUp();
  open(5_000);
  state.nowMs += 59_999;
  expect(epochs.current()).toBe(first);
  state.nowMs += 1;
  const second = epochs.current();
  expect(second).not.toBe(first);
  open(5_000);
  expect(epochs.current()).toBe(second);
});

test('requests opened under the previous key do not age the current one', () => {
  const { state, epochs, first } = setUp();
  state.nowMs += 15 * 60_000;
  const second = epochs.current();
  for (let i = 0; i < 1_000; i += 1) epochs.countOpened(first);
  state.nowMs += 60_000;
  expect(epochs.current()).toBe(second);
});

test('an idle TEE turns by its tick, and a key overdue after sleep is zeroized at once', () => {
  const { state, epochs, first, wrapped } = setUp();
  state.nowMs += 16 * 60_000;
  epochs.tick();
  expect(() => first.unwrap(wrapped)).toThrow();
  expect(epochs.find(first.keyId)).toBeUndefined();
});

test('the next key is made by the tick, not by the request that needs it', () => {
  let generated = 0;
  const engine = {
    ...nobleEngine,
    sm2GenerateKeyPair: (random: typeof randomBytes) => {
      generated += 1;
      return nobleEngine.sm2GenerateKeyPair(random);
    },
  };
  let nowMs = 0;
  const epochs = new EpochManager(engine, randomBytes, () => nowMs);
  epochs.tick();
  expect(generated).toBe(2);
  nowMs += 15 * 60_000;
  epochs.current();
  expect(generated).toBe(2);
  epochs.tick();
  epochs.tick();
  expect(generated).toBe(3);
});

test('destroy zeroizes current, previous and next key', () => {
  const made: Uint8Array[] = [];
  const engine = {
    ...nobleEngine,
    sm2GenerateKeyPair: (random: typeof randomBytes) => {
      const pair = nobleEngine.sm2GenerateKeyPair(random);
      made.push(pair.privateKey);
      return pair;
    },
  };
  let nowMs = 0;
  const epochs = new EpochManager(engine, randomBytes, () => nowMs);
  nowMs += 15 * 60_000;
  epochs.current();
  epochs.tick();
  expect(made).toHaveLength(3);
  expect(made.every((key) => key.some((byte) => byte !== 0))).toBe(true);
  epochs.destroy();
  expect(made.every((key) => key.every((byte) => byte === 0))).toBe(true);
});
