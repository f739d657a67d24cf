import { secp256k1 } from '@noble/curves/secp256k1.js';
import { ethers } from 'ethers';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import {
  addModOrder,
  addressOfKey,
  isPrivateKey,
  parseRawKey,
  recoverSigner,
  signatureToBytes,
  signDigest,
} from '../../../../tee-sim/wallet/account-key.ts';
import * as ecdsa from '../../../../tee-sim/wallet/ecdsa.ts';
import { bytesToUint, toHex, uintToBytes } from '../../../../tee-sim/wallet/uint.ts';
import { keyOf } from './oracles.ts';
import { MALFORMED, NOT_A_KEY, refusalOf, TRANSACTION_FORMAT } from './refusal.ts';

afterEach(() => vi.restoreAllMocks());

const N = secp256k1.Point.Fn.ORDER;
const scalar = fc.oneof(
  fc.bigInt({ min: 1n, max: N - 1n }),
  fc.bigInt({ min: 1n, max: 300n }),
  fc.bigInt({ min: N - 300n, max: N - 1n }),
);
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
const key = (value: bigint): Uint8Array => uintToBytes(value, 32);

it('knows exactly the keys from 1 to n−1', () => {
  for (const value of [1n, 2n, N - 1n]) expect(isPrivateKey(key(value))).toBe(true);
  for (const value of [0n, N, N + 1n, (1n << 256n) - 1n]) expect(isPrivateKey(key(value))).toBe(false);
  expect(isPrivateKey(new Uint8Array(31).fill(1))).toBe(false);
  expect(isPrivateKey(new Uint8Array(33).fill(1))).toBe(false);
});

it('adds modulo n', () => {
  fc.assert(
    fc.property(scalar, scalar, (a, b) => {
      expect(bytesToUint(addModOrder(key(a), key(b)))).toBe((a + b) % N);
    }),
    { numRuns: 2000 },
  );
});

it('signs as ethers does: deterministic, low s, the same recovery bit', () => {
  fc.assert(
    fc.property(scalar, digest, (value, hash) => {
      const signature = signDigest(hash, keyOf(key(value)));
      const expected = new ethers.SigningKey(key(value)).sign(hash);
      expect(toHex(signatureToBytes(signature))).toBe(expected.serialized);
      expect(signature.s <= N / 2n).toBe(true);
      expect(recoverSigner(hash, signature)).toBe(addressOfKey(key(value)));
    }),
    { numRuns: 200 },
  );
}, 300_000);

it('refuses to sign or recover outside its domain', () => {
  const hash = new Uint8Array(32).fill(3);
  const good = signDigest(hash, keyOf(key(7n)));
  expect(refusalOf(() => signDigest(hash.subarray(1), keyOf(key(7n))))).toBe(MALFORMED);
  expect(refusalOf(() => signDigest(hash, { privateKey: key(0n), address: addressOfKey(key(7n)) }))).toBe(
    NOT_A_KEY,
  );
  expect(refusalOf(() => addressOfKey(key(N)))).toBe(NOT_A_KEY);
  const flipped = { yParity: good.yParity === 0 ? 1 : 0, r: good.r, s: N - good.s } as const;
  for (const bad of [{ ...good, r: 0n }, { ...good, r: N }, { ...good, s: 0n }, { ...good, s: N }, flipped]) {
    expect(refusalOf(() => recoverSigner(hash, bad))).toBe(TRANSACTION_FORMAT);
  }
  expect(refusalOf(() => recoverSigner(hash, { ...good, r: 5n }))).toBe(TRANSACTION_FORMAT);
  expect(refusalOf(() => recoverSigner(hash.subarray(1), good))).toBe(MALFORMED);
});

it('lets no signature out that is not the account’s', () => {
  const hash = new Uint8Array(32).fill(3);
  const right = ecdsa.signRaw(hash, key(7n));
  const faults = [
    { ...right, isYOdd: !right.isYOdd },
    { ...right, r: right.r ^ 1n },
    { ...right, s: right.s ^ (1n << 200n) },
    { ...right, s: N - right.s },
    { ...right, r: 0n },
    ecdsa.signRaw(hash, key(8n)),
    ecdsa.signRaw(new Uint8Array(32).fill(4), key(7n)),
  ];
  for (const fault of faults) {
    vi.spyOn(ecdsa, 'signRaw').mockReturnValueOnce(fault);
    expect(refusalOf(() => signDigest(hash, keyOf(key(7n))))).toBe('GENERIC: internal');
  }
  const another = { privateKey: key(7n), address: addressOfKey(key(8n)) };
  expect(refusalOf(() => signDigest(hash, another))).toBe('GENERIC: internal');
});

it('reads raw keys as people keep them', () => {
  const digits = '4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318';
  const address = '0x2c7536E3605D9C16a7a3D7b1898e529396a65c23';
  for (const typed of [digits, `0x${digits}`, ` 0X${digits.toUpperCase()}\n`]) {
    expect(addressOfKey(parseRawKey(utf8ToBytes(typed)))).toBe(address);
  }
});

it.each([
  ['', 'nothing'],
  ['  ', 'white space'],
  ['1'.repeat(63), 'a digit too few'],
  ['1'.repeat(65), 'a digit too many'],
  [`0x0x${'1'.repeat(62)}`, 'a doubled prefix'],
  [`${'1'.repeat(63)}g`, 'what is no digit'],
  [`${'1'.repeat(32)} ${'1'.repeat(32)}`, 'a space within'],
  ['0'.repeat(64), 'zero'],
  [N.toString(16), 'n'],
])('refuses %j, %s, as a raw key', (typed) => {
  expect(refusalOf(() => parseRawKey(utf8ToBytes(typed)))).toBe(NOT_A_KEY);
});
