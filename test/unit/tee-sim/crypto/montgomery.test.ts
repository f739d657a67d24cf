import fc from 'fast-check';
import { expect, it } from 'vitest';
import { add, newLimbs, subtract } from '../../../../tee-sim/crypto/limbs.ts';
import { multiplyModulo } from '../../../../tee-sim/crypto/montgomery.ts';
import { residuesModulo } from '../../../../tee-sim/crypto/residues.ts';
import { toBytes32, toScalar } from '../../../../tee-sim/crypto/scalars.ts';
import { SECP256K1 } from '../../../../tee-sim/crypto/secp256k1.ts';
import { SM2_PARAMETERS } from '../../../../tee-sim/crypto/sm2-parameters.ts';

it.each([
  ['the order of SM2', SM2_PARAMETERS.n],
  ['the prime of secp256k1', SECP256K1.p],
  ['the order of secp256k1', SECP256K1.n],
])('multiplies, adds, subtracts and inverts modulo %s as bigints do', (_name, modulus) => {
  const multiply = multiplyModulo(modulus);
  const residues = residuesModulo(modulus, multiply);
  const value = fc.oneof(
    fc.bigInt({ min: 0n, max: modulus - 1n }),
    fc.bigInt({ min: 0n, max: 3n }),
    fc.bigInt({ min: modulus - 3n, max: modulus - 1n }),
  );
  const read = (number: bigint) => {
    const out = newLimbs();
    residues.read(out, toBytes32(number));
    return out;
  };
  const written = (limbs: ReturnType<typeof newLimbs>): bigint => {
    const bytes = new Uint8Array(32);
    residues.write(bytes, 0, limbs);
    expect(limbs).toEqual(newLimbs());
    return toScalar(bytes);
  };
  fc.assert(
    fc.property(value, value, value, value, (a, b, c, d) => {
      // Sums of sums, as a point's coordinates are: (a + b + c + d)·(a − b + c − d).
      const [left, right] = [read(a), read(a)];
      for (const each of [b, c, d]) add(left, left, read(each));
      subtract(right, right, read(b));
      add(right, right, read(c));
      subtract(right, right, read(d));
      multiply(left, left, right);
      const expected = ((a + b + c + d) * (a - b + c - d)) % modulus;
      expect(written(left)).toBe((expected + modulus) % modulus);
      const inverse = newLimbs();
      residues.invert(inverse, read(a));
      multiply(inverse, inverse, read(a));
      expect(written(inverse)).toBe(a === 0n ? 0n : 1n);
    }),
    { numRuns: 500 },
  );
});
