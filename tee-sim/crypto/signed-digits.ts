// A scalar digit by digit, and the multiple of a point that a digit means: the same steps and memory for every scalar.
import { LIMBS, type Limbs } from './limbs.ts';
import type { CurvePoint } from './weierstrass-addition.ts';

/** A 32-byte scalar as 64 signed digits of 4 bits, −7…8, and a last carry; lowest first. */
export const DIGITS = 65;
/** Of each point the multiples 1…8 are kept; a negative digit takes their negatives. */
const MULTIPLES = 8;
/** x, y, z. */
export const POINT_LIMBS = 3 * LIMBS;
export const TABLE_LIMBS = MULTIPLES * POINT_LIMBS;

/** d₀ + 16·d₁ + …, with every digit above 8 taken as 16 more and itself minus 16. The caller zeroes them. */
export function signedDigits(scalar: Uint8Array): Int8Array {
  const digits = new Int8Array(DIGITS);
  let carry = 0;
  for (let i = 0; i < DIGITS - 1; i += 1) {
    const digit = (((scalar[31 - (i >> 1)] ?? 0) >> (4 * (i & 1))) & 15) + carry;
    carry = (digit + 7) >> 4;
    digits[i] = digit - (carry << 4);
  }
  digits[DIGITS - 1] = carry;
  return digits;
}

/**
 * out = [digit]P: reads all eight multiples and keeps one by masks of 0 and 1. No multiple: (0 : one : 0), `one` being
 * the field's.
 */
export function select(out: CurvePoint, table: Float64Array, digit: number, one: Limbs): void {
  const sign = digit >> 31;
  const magnitude = (digit ^ sign) - sign;
  const { x, y, z } = out;
  const isZero = (magnitude - 1) >>> 31;
  const factor = 1 + 2 * sign;
  for (let limb = 0; limb < LIMBS; limb += 1) {
    x[limb] = 0;
    y[limb] = isZero * (one[limb] ?? 0);
    z[limb] = 0;
  }
  for (let m = 1, offset = 0; m <= MULTIPLES; m += 1, offset += POINT_LIMBS) {
    const mask = ((m ^ magnitude) - 1) >>> 31;
    const signed = mask * factor;
    for (let limb = 0; limb < LIMBS; limb += 1) {
      x[limb] = (x[limb] ?? 0) + mask * (table[offset + limb] ?? 0);
      y[limb] = (y[limb] ?? 0) + signed * (table[offset + LIMBS + limb] ?? 0);
      z[limb] = (z[limb] ?? 0) + mask * (table[offset + 2 * LIMBS + limb] ?? 0);
    }
  }
}
