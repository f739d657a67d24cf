// Arithmetic modulo the SM2 prime p, for coordinates of points.
import { carryUp, LIMBS, type Limbs, PER_LIMB, ROUND } from './limbs.ts';
import { residuesModulo } from './residues.ts';
import { SM2_PARAMETERS } from './sm2-parameters.ts';

/**
 * out = a·b/R mod p, Montgomery's method, one limb of `a` at a time. As p = 2^256 − 2^224 − 2^96 + 2^64 − 1
 * ends in 64 one bits, the multiple of p that clears the lowest limb is that limb itself.
 *
 * In: limbs within ±11·2^21 and values within ±9.1 p on both sides, or any pair with no larger product. Then no
 * column exceeds 12·121·2^42 < 2^52.6. Out: limbs within ±2^21, |value| < 0.825 p. `out` may be `a` or `b`.
 */
export function multiply(out: Limbs, a: Limbs, b: Limbs): void {
  const b0 = b[0] ?? 0;
  const b1 = b[1] ?? 0;
  const b2 = b[2] ?? 0;
  const b3 = b[3] ?? 0;
  const b4 = b[4] ?? 0;
  const b5 = b[5] ?? 0;
  const b6 = b[6] ?? 0;
  const b7 = b[7] ?? 0;
  const b8 = b[8] ?? 0;
  const b9 = b[9] ?? 0;
  const b10 = b[10] ?? 0;
  const b11 = b[11] ?? 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  let t4 = 0;
  let t5 = 0;
  let t6 = 0;
  let t7 = 0;
  let t8 = 0;
  let t9 = 0;
  let t10 = 0;
  for (let i = 0; i < LIMBS; i += 1) {
    const limb = a[i] ?? 0;
    const lowest = t0 + limb * b0;
    const carry = lowest + ROUND - ROUND;
    const q = lowest - carry;
    // Add q·p and drop the lowest limb, which is now zero: every column moves down by one.
    t0 = t1 + limb * b1 + carry * PER_LIMB;
    t1 = t2 + limb * b2 + q * 2 ** 20;
    t2 = t3 + limb * b3;
    t3 = t4 + limb * b4 - q * 2 ** 8;
    t4 = t5 + limb * b5;
    t5 = t6 + limb * b6;
    t6 = t7 + limb * b7;
    t7 = t8 + limb * b8;
    t8 = t9 + limb * b9;
    t9 = t10 + limb * b10 - q * 2 ** 4;
    t10 = limb * b11 + q * 2 ** 14;
  }
  out[0] = t0;
  out[1] = t1;
  out[2] = t2;
  out[3] = t3;
  out[4] = t4;
  out[5] = t5;
  out[6] = t6;
  out[7] = t7;
  out[8] = t8;
  out[9] = t9;
  out[10] = t10;
  out[11] = 0;
  carryUp(out);
}

export const field = residuesModulo(SM2_PARAMETERS.p, multiply);
