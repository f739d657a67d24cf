// Arithmetic modulo p against bigints, at the edges of p and at the edges of what doubles hold exactly.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  elementFromBytes,
  elementToBytes,
  type FieldElement,
  invert,
  LIMBS,
  multiply,
  newElement,
  scale,
} from '../../../../tee-sim/crypto/sm2-field.ts';
import { SM2_PARAMETERS, toBytes32, toScalar } from '../../../../tee-sim/crypto/sm2-parameters.ts';

const { p } = SM2_PARAMETERS;
const EDGES = [0n, 1n, 2n, p - 1n, p - 2n, p >> 1n, 2n ** 224n, 2n ** 96n - 1n, 2n ** 64n, 2n ** 255n % p];
const value = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt(0n, p - 1n));

function element(number: bigint): FieldElement {
  const out = newElement();
  elementFromBytes(out, toBytes32(number));
  return out;
}

function number(of: FieldElement): bigint {
  const bytes = new Uint8Array(32);
  elementToBytes(bytes, 0, of.slice());
  return toScalar(bytes);
}

/** What the limbs stand for, without reduction. */
function integer(limbs: FieldElement): bigint {
  return limbs.reduceRight((sum, limb) => sum * 2n ** 22n + BigInt(limb), 0n);
}

const modulo = (n: bigint): bigint => ((n % p) + p) % p;

describe('the field of SM2', () => {
  it('takes and gives every residue unchanged', () => {
    for (const edge of EDGES) expect(number(element(edge))).toBe(edge);
    fc.assert(
      fc.property(value, (a) => {
        expect(number(element(a))).toBe(a);
      }),
    );
  });

  it('multiplies', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const out = newElement();
        multiply(out, element(a), element(b));
        expect(number(out)).toBe((a * b) % p);
      }),
    );
  });

  it('writes over its own operands', () => {
    const a = element(p - 3n);
    multiply(a, a, a);
    expect(number(a)).toBe(9n);
  });

  it('is exact up to the limbs that `multiply` admits, and brings them back to 22 bits', () => {
    // The last limb begins at 2^242: there the bound on the value, 9.1 p, is the narrower one.
    const bound = (i: number): number => (i < LIMBS - 1 ? 11 * 2 ** 21 : 9.1 * 2 ** 14 - 12);
    const extreme = fc
      .array(fc.constantFrom(-1, -0.999, 0, 0.999, 1), { minLength: LIMBS, maxLength: LIMBS })
      .map((parts) => Float64Array.from(parts, (part, i) => Math.trunc(part * bound(i))));
    const all = Float64Array.from({ length: LIMBS }, (_, i) => Math.trunc(bound(i)));
    fc.assert(
      fc.property(fc.oneof(extreme, fc.constant(all)), fc.oneof(extreme, fc.constant(all)), (a, b) => {
        const out = newElement();
        multiply(out, a, b);
        expect(modulo(integer(out) * 2n ** 264n)).toBe(modulo(integer(a) * integer(b)));
        for (const outLimb of out) expect(Math.abs(outLimb)).toBeLessThanOrEqual(2 ** 21);
      }),
      { numRuns: 500 },
    );
  });

  it('reduces sums and differences that were never carried', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: -11, max: 11 }), (a, factor) => {
        const out = element(a);
        scale(out, factor, out);
        expect(number(out)).toBe(modulo(a * BigInt(factor)));
      }),
    );
  });

  it('inverts everything but zero, which stays zero', () => {
    const out = newElement();
    invert(out, element(0n));
    expect(number(out)).toBe(0n);
    fc.assert(
      fc.property(
        value.filter((a) => a !== 0n),
        (a) => {
          invert(out, element(a));
          multiply(out, out, element(a));
          expect(number(out)).toBe(1n);
        },
      ),
      { numRuns: 30 },
    );
  });
});
