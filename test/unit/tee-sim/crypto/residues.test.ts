// Arithmetic modulo p and modulo n against bigints: at the edges of the modulus, and at the edges of what doubles
// hold exactly.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMBS, type Limbs, limbsOf, newLimbs, scale } from '../../../../tee-sim/crypto/limbs.ts';
import type { Multiply, Residues } from '../../../../tee-sim/crypto/residues.ts';
import { toBytes32, toScalar } from '../../../../tee-sim/crypto/scalars.ts';
import { field, multiply } from '../../../../tee-sim/crypto/sm2-field.ts';
import { multiplyModOrder, order } from '../../../../tee-sim/crypto/sm2-order.ts';
import { SM2_PARAMETERS } from '../../../../tee-sim/crypto/sm2-parameters.ts';

/** Name, modulus, its arithmetic, and the largest limbs that its multiplication admits, in units of 2^21. */
const MODULI: [string, bigint, Residues, Multiply, number][] = [
  ['p', SM2_PARAMETERS.p, field, multiply, 11],
  ['n', SM2_PARAMETERS.n, order, multiplyModOrder, 4],
];

/** What the limbs stand for, without reduction. */
function integer(limbs: Limbs): bigint {
  return limbs.reduceRight((sum, limb) => sum * 2n ** 22n + BigInt(limb), 0n);
}

describe.each(MODULI)('arithmetic modulo %s', (_name, modulus, residues, multiplication, units) => {
  const edges = [
    0n,
    1n,
    2n,
    modulus - 1n,
    modulus - 2n,
    modulus >> 1n,
    2n ** 224n,
    2n ** 96n - 1n,
    2n ** 64n,
  ];
  const value = fc.oneof(fc.constantFrom(...edges), fc.bigInt(0n, modulus - 1n));
  const modulo = (a: bigint): bigint => ((a % modulus) + modulus) % modulus;
  const read = (a: bigint): Limbs => {
    const out = newLimbs();
    residues.read(out, toBytes32(a));
    return out;
  };
  const write = (a: Limbs): bigint => {
    const bytes = new Uint8Array(32);
    residues.write(bytes, 0, a.slice());
    return toScalar(bytes);
  };

  it('takes and gives every residue unchanged', () => {
    for (const edge of edges) expect(write(read(edge))).toBe(edge);
    fc.assert(
      fc.property(value, (a) => {
        expect(write(read(a))).toBe(a);
        expect(write(residues.constant(a))).toBe(a);
      }),
    );
  });

  it('multiplies', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const out = newLimbs();
        multiplication(out, read(a), read(b));
        expect(write(out)).toBe((a * b) % modulus);
      }),
    );
  });

  it('writes over its own operands', () => {
    const a = read(modulus - 3n);
    multiplication(a, a, a);
    expect(write(a)).toBe(9n);
    residues.invert(a, a);
    multiplication(a, read(9n), a);
    expect(write(a)).toBe(1n);
  });

  it('is exact up to the limbs that it admits, and brings them back to 22 bits', () => {
    // The last limb begins at 2^242: there the bound on the value is the narrower one.
    const bound = (i: number): number => units * (i < LIMBS - 1 ? 2 ** 21 : 0.82 * 2 ** 14);
    const extreme = fc
      .array(fc.constantFrom(-1, -0.999, 0, 0.999, 1), { minLength: LIMBS, maxLength: LIMBS })
      .map((parts) => Float64Array.from(parts, (part, i) => Math.trunc(part * bound(i))));
    const largest = Float64Array.from({ length: LIMBS }, (_, i) => Math.trunc(bound(i)));
    const operand = fc.oneof(extreme, fc.constant(largest));
    fc.assert(
      fc.property(operand, operand, (a, b) => {
        const out = newLimbs();
        multiplication(out, a, b);
        expect(modulo(integer(out) * 2n ** 264n)).toBe(modulo(integer(a) * integer(b)));
        for (const limb of out) expect(Math.abs(limb)).toBeLessThanOrEqual(2 ** 21);
        const size = integer(out);
        expect((size < 0n ? -size : size) < modulus).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('reduces what was never carried', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: -units, max: units }), (a, factor) => {
        const out = read(a);
        scale(out, factor, out);
        expect(write(out)).toBe(modulo(a * BigInt(factor)));
      }),
    );
  });

  it('inverts everything but zero, which stays zero', () => {
    const out = newLimbs();
    residues.invert(out, read(0n));
    expect(write(out)).toBe(0n);
    fc.assert(
      fc.property(
        value.filter((a) => a !== 0n),
        (a) => {
          residues.invert(out, read(a));
          multiplication(out, out, read(a));
          expect(write(out)).toBe(1n);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('leaves zeros where it wrote from, and the operands of an inversion as they were', () => {
    const a = read(5n);
    const before = a.slice();
    residues.invert(newLimbs(), a);
    expect(a).toEqual(before);
    residues.write(new Uint8Array(32), 0, a);
    expect(a.every((limb) => limb === 0)).toBe(true);
  });
});

describe('limbs', () => {
  it.each([0n, 1n, 2n ** 22n, SM2_PARAMETERS.p, SM2_PARAMETERS.n, 2n ** 264n - 1n])(
    'stand for %i',
    (value) => {
      expect(integer(limbsOf(value))).toBe(value);
    },
  );
});
