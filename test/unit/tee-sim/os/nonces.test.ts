import { expect, test } from 'vitest';
import { NonceCache } from '../../../../tee-sim/os/nonces.ts';

const T = 1_000_000_000;
const MINUTE_MS = 60_000;

test('admits each nonce once', () => {
  const cache = new NonceCache();
  cache.admit('a', T, T);
  cache.admit('b', T, T);
  expect(() => cache.admit('a', T, T)).toThrow(
    expect.objectContaining({ code: 'SECURITY', reason: 'replayed', origin: 'TEE' }),
  );
});

test.each([
  ['the oldest', T - MINUTE_MS],
  ['the newest', T + MINUTE_MS],
])('admits %s fresh request', (_name, issuedAtMs) => {
  expect(() => new NonceCache().admit('a', issuedAtMs, T)).not.toThrow();
});

test.each([
  ['stale', T - MINUTE_MS - 1],
  ['from-the-future', T + MINUTE_MS + 1],
])('refuses what is %s, and keeps no nonce of it', (reason, issuedAtMs) => {
  const cache = new NonceCache();
  expect(() => cache.admit('a', issuedAtMs, T)).toThrow(
    expect.objectContaining({ code: 'SECURITY', reason }),
  );
  expect(cache.size).toBe(0);
});

test('a nonce lives exactly as long as its request is fresh: no gap, no overlap', () => {
  const cache = new NonceCache();
  const issuedAtMs = T + MINUTE_MS;
  cache.admit('a', issuedAtMs, T);
  const last = issuedAtMs + MINUTE_MS;
  expect(() => cache.admit('a', issuedAtMs, last)).toThrow(expect.objectContaining({ reason: 'replayed' }));
  expect(() => cache.admit('a', issuedAtMs, last + 1)).toThrow(expect.objectContaining({ reason: 'stale' }));
});

test('a full cache refuses, evicts nothing that lives, and recovers when nonces die', () => {
  const cache = new NonceCache(3);
  for (const nonce of ['a', 'b', 'c']) cache.admit(nonce, T, T);
  expect(() => cache.admit('d', T, T)).toThrow(
    expect.objectContaining({ code: 'BUSY', reason: 'nonce-cache-full' }),
  );
  for (const nonce of ['a', 'b', 'c']) {
    expect(() => cache.admit(nonce, T, T)).toThrow(expect.objectContaining({ reason: 'replayed' }));
  }
  const later = T + MINUTE_MS + 1;
  cache.admit('d', later, later);
  expect(cache.size).toBe(1);
});
