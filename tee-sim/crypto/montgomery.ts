// Montgomery's multiplication modulo any odd number of 256 bits, over limbs that can be wiped.
import { carryUp, LIMBS, type Limbs, limbsOf, PER_LIMB, ROUND } from './limbs.ts';
import type { Multiply } from './residues.ts';

/**
 * out = a·b/R mod m with R = 2^264, one limb of `a` at a time: each time the multiple of m is added that clears the
 * lowest limb, which then is dropped.
 *
 * In: limbs within ±A·2^21 and ±B·2^21 with A·B ≤ 168: then no column exceeds 12·(168·2^42 + 2^43) < 2^53.
 * Out: limbs within ±2^21, |value| < |a·b|/R + 0.51 m. `out` may be `a` or `b`.
 */
export function multiplyModulo(modulus: bigint): Multiply {
  const [n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0, n6 = 0, n7 = 0, n8 = 0, n9 = 0, n10 = 0, n11 = 0] =
    limbsOf(modulus);
  const clearing = clearingFactor(modulus);

  return (out: Limbs, a: Limbs, b: Limbs): void => {
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
      const product = (lowest - (lowest + ROUND - ROUND)) * clearing;
      const q = product - (product + ROUND - ROUND);
      // Add q·n and drop the lowest limb, which is now a multiple of 2^22: every column moves down by one.
      const carry = lowest + q * n0;
      t0 = t1 + limb * b1 + q * n1 + carry * PER_LIMB;
      t1 = t2 + limb * b2 + q * n2;
      t2 = t3 + limb * b3 + q * n3;
      t3 = t4 + limb * b4 + q * n4;
      t4 = t5 + limb * b5 + q * n5;
      t5 = t6 + limb * b6 + q * n6;
      t6 = t7 + limb * b7 + q * n7;
      t7 = t8 + limb * b8 + q * n8;
      t8 = t9 + limb * b9 + q * n9;
      t9 = t10 + limb * b10 + q * n10;
      t10 = limb * b11 + q * n11;
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
  };
}

/** −m⁻¹ mod 2^22: a limb times this is how often m must be added to clear it. Newton doubles the right bits. */
function clearingFactor(modulus: bigint): number {
  const limb = 1n << 22n;
  let inverse = 1n;
  for (let bits = 1; bits < 22; bits *= 2) inverse = (inverse * (2n - modulus * inverse)) % limb;
  return Number(((-inverse % limb) + limb) % limb);
}
