import { expect, test } from 'vitest';
import { openUserKey, wrapUserKey } from '../../../../tee-sim/authorization/user-key.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';

const { privateKey, publicKey } = nobleEngine.sm2GenerateKeyPair(randomBytes);
const owner = { userId: 'device-owner', publicKey };
const material = randomBytes(32);
const salt = randomBytes(16);
const wrapped = wrapUserKey(nobleEngine, randomBytes, 'password', owner, privateKey, { material, salt });

test('what wrapped the key opens it', () => {
  expect(openUserKey(nobleEngine, 'password', owner, wrapped, material)).toEqual(privateKey);
});

test('nothing else does: other material, purpose, user or public key', () => {
  const other = nobleEngine.sm2GenerateKeyPair(randomBytes).publicKey;
  expect(openUserKey(nobleEngine, 'password', owner, wrapped, randomBytes(32))).toBeUndefined();
  expect(openUserKey(nobleEngine, 'words', owner, wrapped, material)).toBeUndefined();
  expect(openUserKey(nobleEngine, 'password', { ...owner, userId: 'x' }, wrapped, material)).toBeUndefined();
  expect(
    openUserKey(nobleEngine, 'password', { ...owner, publicKey: other }, wrapped, material),
  ).toBeUndefined();
});

test('a changed wrap does not open', () => {
  for (const part of ['salt', 'iv', 'ciphertext', 'tag'] as const) {
    const changed = wrapped[part].slice();
    changed[0] = (changed[0] ?? 0) ^ 1;
    expect(
      openUserKey(nobleEngine, 'password', owner, { ...wrapped, [part]: changed }, material),
    ).toBeUndefined();
  }
});

test('wrapping again gives other bytes, and leaves what it was given', () => {
  const again = wrapUserKey(nobleEngine, randomBytes, 'password', owner, privateKey, { material, salt });
  expect(again.ciphertext).not.toEqual(wrapped.ciphertext);
  expect(nobleEngine.sm2PublicKey(privateKey)).toEqual(publicKey);
});

test('the keys that wrap are wiped', () => {
  const seen: Uint8Array[] = [];
  const engine = {
    ...nobleEngine,
    sm4(key: Uint8Array) {
      seen.push(key);
      return nobleEngine.sm4(key);
    },
  };
  wrapUserKey(engine, randomBytes, 'password', owner, privateKey, { material, salt });
  openUserKey(engine, 'password', owner, wrapped, material);
  expect(seen).toHaveLength(2);
  for (const key of seen) expect(key).toEqual(new Uint8Array(16));
});
