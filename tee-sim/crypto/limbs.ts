// 256-bit numbers as 12 limbs of 22 bits in doubles: arrays that can be wiped, no branch and no index on a value.
// Limbs may be negative or too large for a while. Everything below 2^53 is exact in a double; whoever adds
// without carrying counts how near that comes.

/** The number Σ limb_i·2^(22i). */
export type Limbs = Float64Array;

export const LIMBS = 12;
const LIMB_BITS = 22;
const LIMB = 2 ** LIMB_BITS;
export const PER_LIMB = 2 ** -LIMB_BITS;

/** (t + ROUND) − ROUND is t rounded to a multiple of 2^22: doubles of this size have no finer step. */
export const ROUND = 1.5 * 2 ** 74;

/** Zero. The caller wipes it when it held a secret. */
export function newLimbs(): Limbs {
  return new Float64Array(LIMBS);
}

/** A public number; it must be below 2^264. */
export function limbsOf(value: bigint): Limbs {
  return Float64Array.from({ length: LIMBS }, (_, i) =>
    Number((value >> BigInt(LIMB_BITS * i)) % BigInt(LIMB)),
  );
}

/** out = a + b, limb by limb: bounds add up. */
export function add(out: Limbs, a: Limbs, b: Limbs): void {
  for (let i = 0; i < LIMBS; i += 1) out[i] = (a[i] ?? 0) + (b[i] ?? 0);
}

/** out = a − b, limb by limb: bounds add up. */
export function subtract(out: Limbs, a: Limbs, b: Limbs): void {
  for (let i = 0; i < LIMBS; i += 1) out[i] = (a[i] ?? 0) - (b[i] ?? 0);
}

/** out = factor·a; the bound grows with the factor. */
export function scale(out: Limbs, factor: number, a: Limbs): void {
  for (let i = 0; i < LIMBS; i += 1) out[i] = factor * (a[i] ?? 0);
}

/** out += factor·a; the bound grows by as many of a's. */
export function addScaled(out: Limbs, factor: number, a: Limbs): void {
  for (let i = 0; i < LIMBS; i += 1) out[i] = (out[i] ?? 0) + factor * (a[i] ?? 0);
}

/** Moves what exceeds 22 bits up, each limb rounded to nearest: all but the last end within ±2^21. */
export function carryUp(limbs: Limbs): void {
  let carry = 0;
  for (let i = 0; i < LIMBS - 1; i += 1) {
    const limb = (limbs[i] ?? 0) + carry;
    const excess = limb + ROUND - ROUND;
    limbs[i] = limb - excess;
    carry = excess * PER_LIMB;
  }
  limbs[LIMBS - 1] = (limbs[LIMBS - 1] ?? 0) + carry;
}

/** The same number with all limbs but the last in [0, 2^22). Returns −1 for a negative number, else 0. */
export function settle(limbs: Limbs): number {
  let carry = 0;
  for (let i = 0; i < LIMBS - 1; i += 1) {
    const limb = (limbs[i] ?? 0) + carry;
    carry = Math.floor(limb * PER_LIMB);
    limbs[i] = limb - carry * LIMB;
  }
  const last = (limbs[LIMBS - 1] ?? 0) + carry;
  limbs[LIMBS - 1] = last;
  return Math.floor(last * PER_LIMB);
}

/** 32 bytes, big-endian. */
export function readLimbs(out: Limbs, bytes: Uint8Array): void {
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
}

/** A settled number of at most 256 bits as 32 bytes, big-endian, at `offset`. */
export function writeLimbs(target: Uint8Array, offset: number, limbs: Limbs): void {
  let held = 0;
  let bits = 0;
  let limb = 0;
  for (let i = 31; i >= 0; i -= 1) {
    if (bits < 8 && limb < LIMBS) {
      held += (limbs[limb] ?? 0) << bits;
      bits += LIMB_BITS;
      limb += 1;
    }
    target[offset + i] = held & 0xff;
    held >>>= 8;
    bits -= 8;
  }
}
