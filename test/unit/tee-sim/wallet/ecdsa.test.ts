// Our own signatures on secp256k1 against those of @noble/curves, with the edges of keys and digests over-represented.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SECP256K1 } from '../../../../tee-sim/crypto/secp256k1.ts';
import { signRaw } from '../../../../tee-sim/wallet/ecdsa.ts';
import { bytesToUint, uintToBytes } from '../../../../tee-sim/wallet/uint.ts';
import { bytes } from './arbitraries.ts';

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
