// Scalar multiplication against @noble/curves and OpenSSL, at scalars whose digits are all extreme.
import { createECDH } from 'node:crypto';
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  multiplyBase,
  multiplyBoth,
  multiplyPoint,
  multiplyPublicKey,
} from '../../../../tee-sim/crypto/sm2-multiply.ts';
import { SM2_PARAMETERS, toBytes32 } from '../../../../tee-sim/crypto/sm2-parameters.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { fromHex } from '../../../helpers/engines.ts';

const { n } = SM2_PARAMETERS;
const Point = weierstrass<bigint>(SM2_PARAMETERS);
const EDGES = [
  ...[1n, 2n, 7n, 8n, 9n, 15n, 16n, 17n, n - 1n, n - 2n, n - 8n, n - 9n, n >> 1n, 2n ** 255n, 2n ** 128n],
  // Every digit 8 (the largest), 9 (negative with a carry), 7 and f.
  ...['8', '9', '7'].map((digit) => BigInt(`0x${digit.repeat(64)}`)),
  BigInt(`0xe${'f'.repeat(63)}`),
];
const scalar = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt(1n, n - 1n));
const encode = (point: InstanceType<typeof Point>): string => bytesToHex(point.toBytes(false));

describe('multiplication on the SM2 curve', () => {
  it('of the base point agrees with @noble/curves', () => {
    for (const k of EDGES)
      expect(bytesToHex(multiplyBase(toBytes32(k)))).toBe(encode(Point.BASE.multiply(k)));
    fc.assert(
      fc.property(scalar, (k) => {
        expect(bytesToHex(multiplyBase(toBytes32(k)))).toBe(encode(Point.BASE.multiply(k)));
      }),
    );
  });

  it('of any point agrees with @noble/curves', () => {
    fc.assert(
      fc.property(scalar, scalar, (k, d) => {
        const point = Point.BASE.multiply(d);
        const product = multiplyPoint(toBytes32(k), point.toBytes(false));
        expect(bytesToHex(product)).toBe(encode(point.multiply(k)));
      }),
      { numRuns: 60 },
    );
  });

  it('of a public key is the same however often it came, and whoever came between', () => {
    // More keys than tables are kept for, each often enough to get some, then all of them again.
    const keys = [3n, 5n, 7n, 11n, 13n, 17n].map((d) => Point.BASE.multiply(d));
    for (const uses of [5, 1, 3]) {
      for (const key of keys) {
        for (const k of EDGES.slice(0, uses)) {
          const product = multiplyPublicKey(toBytes32(k), key.toBytes(false));
          expect(bytesToHex(product)).toBe(encode(key.multiply(k)));
        }
      }
    }
  });

  it('of a public key with tables agrees with @noble/curves', () => {
    const key = Point.BASE.multiply(n - 12_345n);
    fc.assert(
      fc.property(scalar, (k) => {
        const product = multiplyPublicKey(toBytes32(k), key.toBytes(false));
        expect(bytesToHex(product)).toBe(encode(key.multiply(k)));
      }),
    );
  });

  it('of both at once agrees with @noble/curves', () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, (s, t, d) => {
        const point = Point.BASE.multiply(d);
        const expected = Point.BASE.mulAddUnsafe(s, point, t);
        fc.pre(!expected.is0());
        const sum = multiplyBoth(toBytes32(s), toBytes32(t), point.toBytes(false));
        expect(bytesToHex(sum)).toBe(encode(expected));
      }),
      { numRuns: 60 },
    );
  });

  it('gives zeros where both cancel', () => {
    const sum = multiplyBoth(toBytes32(n - 5n), toBytes32(1n), multiplyBase(toBytes32(5n)));
    expect(bytesToHex(sum)).toBe(`04${'0'.repeat(128)}`);
  });

  it('of the base point agrees with OpenSSL', () => {
    for (let i = 0; i < 20; i += 1) {
      const oracle = createECDH('SM2');
      const publicKey = oracle.generateKeys('hex');
      expect(bytesToHex(multiplyBase(fromHex(oracle.getPrivateKey('hex').padStart(64, '0'))))).toBe(
        publicKey,
      );
    }
  });
});
