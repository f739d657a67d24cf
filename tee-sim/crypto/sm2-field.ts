// Arithmetic modulo the SM2 prime p on arrays that can be wiped: no bigint, no branch and no index on a value.
// An element is 12 limbs of 22 bits in doubles, possibly negative, times R = 2^264 (Montgomery form).
// Every product and sum below 2^53 is exact in a double; the comments count how near a bound they come.
import { SM2_PARAMETERS } from './sm2-parameters.ts';

/** 12 limbs; the value is Σ limb_i·2^(22i). */
export type FieldElement = Float64Array;

export const LIMBS = 12;
const LIMB_BITS = 22;
const LIMB = 2 ** LIMB_BITS;
const PER_LIMB = 2 ** -LIMB_BITS;

/** (t + ROUND) − ROUND is t rounded to a multiple of 2^22: doubles of this size have no finer step. */
const ROUND = 1.5 * 2 ** 74;

const { p } = SM2_PARAMETERS;
const PRIME = limbsOf(p);
const UNITY = limbsOf(1n);
const R_SQUARED = limbsOf(2n ** 528n % p);

/** A public constant in Montgomery form. */
export function fieldConstant(value: bigint): FieldElement {
  return limbsOf((value * 2n ** 264n) % p);
}

export function newElement(): FieldElement {
  return new Float64Array(LIMBS);
}

/**
 * out = a·b/R mod p, Montgomery's method, one limb of `a` at a time. As p = 2^256 − 2^224 − 2^96 + 2^64 − 1
 * ends in 64 one bits, the multiple of p that clears the lowest limb is that limb itself.
 *
 * In: limbs within ±11·2^21 and values within ±9.1 p on both sides, or any pair with no larger product. Then no
 * column exceeds 12·121·2^42 < 2^52.6. Out: limbs within ±2^21, |value| < 0.825 p. `out` may be `a` or `b`.
 */
export function multiply(out: FieldElement, a: FieldElement, b: FieldElement): void {
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
  carryUp(out);
}

/** Moves what exceeds 22 bits up, limb by limb, each rounded to nearest: limbs end within ±2^21. */
function carryUp(element: FieldElement): void {
  let carry = 0;
  for (let i = 0; i < LIMBS - 1; i += 1) {
    const limb = (element[i] ?? 0) + carry;
    const excess = limb + ROUND - ROUND;
    element[i] = limb - excess;
    carry = excess * PER_LIMB;
  }
  element[LIMBS - 1] = carry;
}

/** out = a + b, limb by limb: bounds add up, so that the caller counts them (see `multiply`). */
export function add(out: FieldElement, a: FieldElement, b: FieldElement): void {
  for (let i = 0; i < LIMBS; i += 1) out[i] = (a[i] ?? 0) + (b[i] ?? 0);
}

/** out = a − b, limb by limb; bounds add up. */
export function subtract(out: FieldElement, a: FieldElement, b: FieldElement): void {
  for (let i = 0; i < LIMBS; i += 1) out[i] = (a[i] ?? 0) - (b[i] ?? 0);
}

/** out = factor·a for a small public factor; the bound grows with it. */
export function scale(out: FieldElement, factor: number, a: FieldElement): void {
  for (let i = 0; i < LIMBS; i += 1) out[i] = factor * (a[i] ?? 0);
}

/** out = a^(p−2) = a⁻¹, and 0 for 0 (Fermat). The exponent is a constant, so the steps are always the same. */
export function invert(out: FieldElement, a: FieldElement): void {
  // ones.get(k) would be a^(2^k − 1); runs of ones are what p − 2 is made of.
  const pair = power(a, 1, a);
  const three = power(pair, 1, a);
  const six = power(three, 3, three);
  const fifteen = power(power(six, 6, six), 3, three);
  const thirty = power(fifteen, 15, fifteen);
  const thirtyOne = power(thirty, 1, a);
  const word = power(thirtyOne, 1, a);
  let run = power(thirtyOne, 33, word);
  for (const squarings of [32, 32, 32, 64]) run = power(run, squarings, word);
  out.set(power(power(run, 30, thirty), 2, a));
  for (const element of [pair, three, six, fifteen, thirty, thirtyOne, word, run]) element.fill(0);
}

/** base^(2^squarings)·factor */
function power(base: FieldElement, squarings: number, factor: FieldElement): FieldElement {
  const out = base.slice();
  for (let i = 0; i < squarings; i += 1) multiply(out, out, out);
  multiply(out, out, factor);
  return out;
}

/** 32 bytes, big-endian, below p. */
export function elementFromBytes(out: FieldElement, bytes: Uint8Array): void {
  let held = 0;
  let bits = 0;
  let limb = 0;
  for (let i = 31; i >= 0; i -= 1) {
    held |= (bytes[i] ?? 0) << bits;
    bits += 8;
    if (bits < LIMB_BITS) continue;
    out[limb] = held & (LIMB - 1);
    limb += 1;
    held >>>= LIMB_BITS;
    bits -= LIMB_BITS;
  }
  out[limb] = held;
  multiply(out, out, R_SQUARED);
}

/** The one representative in [0, p−1] as 32 bytes, big-endian, written at `offset`. `a` is overwritten. */
export function elementToBytes(target: Uint8Array, offset: number, a: FieldElement): void {
  multiply(a, a, UNITY);
  add(a, a, PRIME);
  settle(a);
  // a is in (0, 2p): take p away, and put it back where that went below zero.
  subtract(a, a, PRIME);
  const negative = -settle(a);
  for (let i = 0; i < LIMBS; i += 1) a[i] = (a[i] ?? 0) + negative * (PRIME[i] ?? 0);
  settle(a);
  let held = 0;
  let bits = 0;
  let limb = 0;
  for (let i = 31; i >= 0; i -= 1) {
    if (bits < 8 && limb < LIMBS) {
      held += (a[limb] ?? 0) << bits;
      bits += LIMB_BITS;
      limb += 1;
    }
    target[offset + i] = held & 0xff;
    held >>>= 8;
    bits -= 8;
  }
}

/** Carries all the way, so that every limb but the last is in [0, 2^22). Returns −1 for a negative value, else 0. */
function settle(element: FieldElement): number {
  let carry = 0;
  for (let i = 0; i < LIMBS - 1; i += 1) {
    const limb = (element[i] ?? 0) + carry;
    carry = Math.floor(limb * PER_LIMB);
    element[i] = limb - carry * LIMB;
  }
  const last = (element[LIMBS - 1] ?? 0) + carry;
  element[LIMBS - 1] = last;
  return Math.floor(last * PER_LIMB);
}

function limbsOf(value: bigint): FieldElement {
  return Float64Array.from({ length: LIMBS }, (_, i) =>
    Number((value >> BigInt(LIMB_BITS * i)) & BigInt(LIMB - 1)),
  );
}
