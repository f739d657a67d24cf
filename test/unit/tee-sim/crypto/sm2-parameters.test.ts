// What both engines demand of keys, points and signatures: each bound from both sides.
import { describe, expect, it } from 'vitest';
import { toBytes32, toScalar } from '../../../../tee-sim/crypto/scalars.ts';
import {
  assertPrivateKey,
  isCanonicalPoint,
  parseSignature,
  randomPrivateKey,
  randomScalar,
  SM2_PARAMETERS,
} from '../../../../tee-sim/crypto/sm2-parameters.ts';
import { concatBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { fixedRandom } from '../../../helpers/engines.ts';

const { n, p } = SM2_PARAMETERS;
const join = (left: bigint, right: bigint): Uint8Array => concatBytes(toBytes32(left), toBytes32(right));

describe('private keys', () => {
  it.each([1n, n - 2n])('may be %i', (d) => {
    expect(() => assertPrivateKey(toBytes32(d))).not.toThrow();
    expect(randomPrivateKey(fixedRandom(toBytes32(d)))).toEqual(toBytes32(d));
  });

  it.each([0n, n - 1n, n, 2n ** 256n - 1n])('may not be %i', (d) => {
    expect(() => assertPrivateKey(toBytes32(d))).toThrow(new TeeError('BAD_PARAMETERS'));
    expect(randomPrivateKey(fixedRandom(toBytes32(d), toBytes32(1n)))).toEqual(toBytes32(1n));
  });
});

describe('the k of a signature', () => {
  it('may be n − 1, not n', () => {
    expect(randomScalar(fixedRandom(toBytes32(n), toBytes32(n - 1n)))).toEqual(toBytes32(n - 1n));
  });
});

describe('signatures', () => {
  it.each([
    [1n, 1n],
    [n - 1n, 2n],
    [5n, n - 1n],
  ])('may hold r = %i and s = %i', (r, s) => {
    expect(parseSignature(join(r, s))).toEqual({ r, s, t: (r + s) % n });
  });

  it.each([
    ['r = 0', join(0n, 1n)],
    ['s = 0', join(1n, 0n)],
    ['r = n', join(n, 1n)],
    ['s = n', join(1n, n)],
    ['r + n for r', join(5n + n, 1n)],
    ['s + n for s', join(1n, 5n + n)],
    ['t = 0', join(5n, n - 5n)],
    ['63 bytes', join(1n, 1n).subarray(1)],
    ['65 bytes', concatBytes(join(1n, 1n), Uint8Array.of(0))],
  ])('may not be %s', (_name, signature) => {
    expect(parseSignature(signature)).toBeUndefined();
  });
});

describe('points', () => {
  const prefix = Uint8Array.of(4);

  it('have coordinates below p', () => {
    expect(isCanonicalPoint(concatBytes(prefix, join(p - 1n, p - 1n)))).toBe(true);
    expect(isCanonicalPoint(concatBytes(prefix, join(p, 0n)))).toBe(false);
    expect(isCanonicalPoint(concatBytes(prefix, join(0n, p)))).toBe(false);
  });

  it('are 65 bytes that begin with 04', () => {
    expect(isCanonicalPoint(join(1n, 1n))).toBe(false);
    expect(isCanonicalPoint(concatBytes(prefix, join(1n, 1n), prefix))).toBe(false);
    for (const other of [0, 2, 3, 5, 6, 7]) {
      expect(isCanonicalPoint(concatBytes(Uint8Array.of(other), join(1n, 1n)))).toBe(false);
    }
  });
});

describe('scalars', () => {
  it.each([0n, 1n, 255n, 256n, p, n, 2n ** 256n - 1n])('keep %i on the way to bytes and back', (value) => {
    expect(toScalar(toBytes32(value))).toBe(value);
  });
});
