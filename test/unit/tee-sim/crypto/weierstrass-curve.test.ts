// Scalar multiplication on both curves against @noble/curves and OpenSSL, at scalars whose digits are all extreme.
import { createECDH } from 'node:crypto';
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBytes32 } from '../../../../tee-sim/crypto/scalars.ts';
import { isSecp256k1Scalar, SECP256K1, secp256k1Group } from '../../../../tee-sim/crypto/secp256k1.ts';
import { sm2Group } from '../../../../tee-sim/crypto/sm2-group.ts';
import { SM2_PARAMETERS } from '../../../../tee-sim/crypto/sm2-parameters.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { fromHex } from '../../../helpers/engines.ts';

const CURVES = [
  { name: 'SM2', openssl: 'SM2', group: sm2Group, Point: weierstrass<bigint>(SM2_PARAMETERS) },
  { name: 'secp256k1', openssl: 'secp256k1', group: secp256k1Group, Point: secp256k1.Point },
] as const;

describe.each(CURVES)('multiplication on $name', ({ openssl, group, Point }) => {
  const n = Point.Fn.ORDER;
  const edges = [
    ...[1n, 2n, 7n, 8n, 9n, 15n, 16n, 17n, n - 1n, n - 2n, n - 8n, n - 9n, n >> 1n, 2n ** 255n, 2n ** 128n],
    // Every digit 8 (the largest), 9 (negative with a carry), 7 and f.
    ...['8', '9', '7'].map((digit) => BigInt(`0x${digit.repeat(64)}`)),
    BigInt(`0xe${'f'.repeat(63)}`),
  ];
  const scalar = fc.oneof(
    fc.constantFrom(...edges),
    fc.bigInt(1n, n - 1n),
    fc.bigInt(1n, 300n),
    fc.bigInt(n - 300n, n - 1n),
    fc.integer({ min: 0, max: 255 }).map((bit) => 1n << BigInt(bit)),
    // Where the sign of a digit turns, at every digit.
    fc
      .array(fc.constantFrom('0', '7', '8', '9', 'f'), { minLength: 64, maxLength: 64 })
      .map((digits) => (BigInt(`0x${digits.join('')}`) % (n - 1n)) + 1n),
  );
  const encode = (point: { toBytes(compressed: boolean): Uint8Array }): string =>
    bytesToHex(point.toBytes(false));

  it('of the base point agrees with @noble/curves', () => {
    const agrees = (k: bigint): void => {
      expect(bytesToHex(group.multiplyBase(toBytes32(k)))).toBe(encode(Point.BASE.multiply(k)));
    };
    edges.forEach(agrees);
    fc.assert(fc.property(scalar, agrees), { numRuns: 300 });
  });

  it('of any point agrees with @noble/curves', () => {
    fc.assert(
      fc.property(scalar, scalar, (k, d) => {
        const point = Point.BASE.multiply(d);
        const product = group.multiplyPoint(toBytes32(k), point.toBytes(false));
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
        for (const k of edges.slice(0, uses)) {
          const product = group.multiplyPublicKey(toBytes32(k), key.toBytes(false));
          expect(bytesToHex(product)).toBe(encode(key.multiply(k)));
        }
      }
    }
  });

  it('of a public key with tables agrees with @noble/curves', () => {
    const key = Point.BASE.multiply(n - 12_345n);
    fc.assert(
      fc.property(scalar, (k) => {
        const product = group.multiplyPublicKey(toBytes32(k), key.toBytes(false));
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
        const sum = group.multiplyBoth(toBytes32(s), toBytes32(t), point.toBytes(false));
        expect(bytesToHex(sum)).toBe(encode(expected));
      }),
      { numRuns: 60 },
    );
  });

  it('gives zeros where both cancel', () => {
    const five = group.multiplyBase(toBytes32(5n));
    const sum = group.multiplyBoth(toBytes32(n - 5n), toBytes32(1n), five);
    expect(bytesToHex(sum)).toBe(`04${'0'.repeat(128)}`);
  });

  it('of the base point agrees with OpenSSL', () => {
    for (let i = 0; i < 20; i += 1) {
      const oracle = createECDH(openssl);
      const publicKey = oracle.generateKeys('hex');
      const k = fromHex(oracle.getPrivateKey('hex').padStart(64, '0'));
      expect(bytesToHex(group.multiplyBase(k))).toBe(publicKey);
    }
  });
});

it('takes 1 to n − 1 for a scalar of secp256k1, and nothing else', () => {
  const { n } = SECP256K1;
  for (const k of [1n, 2n, n - 1n, n / 2n]) expect(isSecp256k1Scalar(toBytes32(k))).toBe(true);
  for (const k of [0n, n, n + 1n, 2n ** 256n - 1n]) expect(isSecp256k1Scalar(toBytes32(k))).toBe(false);
  for (const length of [0, 31, 33]) expect(isSecp256k1Scalar(new Uint8Array(length).fill(1))).toBe(false);
});
