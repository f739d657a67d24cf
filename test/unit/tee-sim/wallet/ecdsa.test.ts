// Our own secp256k1 against @noble/curves: products of G and signatures, with the edges of both over-represented.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signRaw } from '../../../../tee-sim/wallet/ecdsa.ts';
import { multiplyBase } from '../../../../tee-sim/wallet/secp256k1-multiply.ts';
import { SECP256K1 } from '../../../../tee-sim/wallet/secp256k1-point.ts';
import { isScalar } from '../../../../tee-sim/wallet/secp256k1-scalar.ts';
import { bytesToUint, uintToBytes } from '../../../../tee-sim/wallet/uint.ts';
import { fromHex } from '../../../helpers/engines.ts';
import { bytes } from './arbitraries.ts';
import { hex } from './oracles.ts';

const { n } = SECP256K1;
const PATIENCE_MS = 120_000;

/** Few bits, many bits, near n, and every digit of 4 bits at its edges: 7, 8 and 9 are where the sign turns. */
const scalar = fc
  .oneof(
    fc.bigInt({ min: 1n, max: n - 1n }),
    fc.bigInt({ min: 1n, max: 300n }),
    fc.bigInt({ min: n - 300n, max: n - 1n }),
    fc
      .array(fc.constantFrom('0', '7', '8', '9', 'f'), { minLength: 64, maxLength: 64 })
      .map((digits) => BigInt(`0x${digits.join('')}`))
      .filter((value) => value > 0n && value < n),
    fc.integer({ min: 0, max: 255 }).map((bit) => 1n << BigInt(bit)),
  )
  .map((value) => uintToBytes(value, 32));

it(
  'multiplies G as @noble/curves does',
  () => {
    fc.assert(
      fc.property(scalar, (k) => {
        expect(hex(multiplyBase(k))).toBe(hex(secp256k1.getPublicKey(k, false)));
      }),
      { numRuns: 600 },
    );
  },
  PATIENCE_MS,
);

it(
  'signs as @noble/curves does, digests above n included, and leaves digest and key as they were',
  () => {
    const digest = fc.oneof(bytes(32), fc.constantFrom(new Uint8Array(32), new Uint8Array(32).fill(255)));
    fc.assert(
      fc.property(digest, scalar, (z, key) => {
        const [before, keyBefore] = [z.slice(), key.slice()];
        const expected = secp256k1.sign(z, key, { prehash: false, lowS: false, format: 'recovered' });
        const { isYOdd, r, s } = signRaw(z, key);
        expect({ isYOdd, r, s }).toEqual({
          isYOdd: expected[0] === 1,
          r: bytesToUint(expected.subarray(1, 33)),
          s: bytesToUint(expected.subarray(33)),
        });
        expect([z, key]).toEqual([before, keyBefore]);
      }),
      { numRuns: 400 },
    );
  },
  PATIENCE_MS,
);

it('takes 1 to n − 1 for a scalar, and nothing else', () => {
  for (const value of [1n, 2n, n - 1n, n / 2n]) expect(isScalar(uintToBytes(value, 32))).toBe(true);
  for (const value of [0n, n, n + 1n, 2n ** 256n - 1n]) expect(isScalar(uintToBytes(value, 32))).toBe(false);
  for (const length of [0, 31, 33]) expect(isScalar(new Uint8Array(length).fill(1))).toBe(false);
});

it('multiplies by one to G itself', () => {
  const g = hex(multiplyBase(uintToBytes(1n, 32)));
  expect(g).toBe(`0x04${SECP256K1.Gx.toString(16)}${SECP256K1.Gy.toString(16)}`);
  expect(fromHex(g.slice(2))).toHaveLength(65);
});
