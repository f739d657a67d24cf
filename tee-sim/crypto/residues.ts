// What arithmetic modulo p and modulo n have in common: the way in, the way out, the inverse.
// A residue a is held in Montgomery form, as limbs of a·R with R = 2^264.
import {
  add,
  LIMBS,
  type Limbs,
  limbsOf,
  newLimbs,
  readLimbs,
  settle,
  subtract,
  writeLimbs,
} from './limbs.ts';

/** out = a·b/R. `out` may be `a` or `b`. */
export type Multiply = (out: Limbs, a: Limbs, b: Limbs) => void;

export interface Residues {
  /** A public constant. */
  constant(value: bigint): Limbs;
  /** 32 bytes, big-endian, below the modulus. */
  read(out: Limbs, bytes: Uint8Array): void;
  /** The representative in [0, modulus) as 32 bytes, big-endian, at `offset`. Leaves `a` as zeros. */
  write(target: Uint8Array, offset: number, a: Limbs): void;
  /** out = a⁻¹, and 0 for 0. */
  invert(out: Limbs, a: Limbs): void;
}

/** For a prime modulus of 256 bits. `multiply` must leave |value| below the modulus. */
export function residuesModulo(modulus: bigint, multiply: Multiply): Residues {
  const MODULUS = limbsOf(modulus);
  const UNITY = limbsOf(1n);
  const R_SQUARED = limbsOf(2n ** 528n % modulus);
  const ONE = limbsOf(2n ** 264n % modulus);
  /** modulus − 2 in digits of 4 bits, highest first. */
  const EXPONENT = Array.from((modulus - 2n).toString(16), (digit) => Number.parseInt(digit, 16));

  return {
    constant: (value) => limbsOf((value * 2n ** 264n) % modulus),

    read(out, bytes) {
      readLimbs(out, bytes);
      multiply(out, out, R_SQUARED);
    },

    write(target, offset, a) {
      multiply(a, a, UNITY);
      add(a, a, MODULUS);
      settle(a);
      // Now 0 < a < 2·modulus: take the modulus away, and put it back where that went below zero.
      subtract(a, a, MODULUS);
      const negative = -settle(a);
      for (let i = 0; i < LIMBS; i += 1) a[i] = (a[i] ?? 0) + negative * (MODULUS[i] ?? 0);
      settle(a);
      writeLimbs(target, offset, a);
      a.fill(0);
    },

    /** a^(modulus − 2), Fermat: the exponent is a constant, so the steps are always the same. */
    invert(out, a) {
      const powers: Limbs[] = [ONE.slice()];
      for (let i = 1; i < 16; i += 1) {
        const power = newLimbs();
        multiply(power, powers[i - 1] ?? ONE, a);
        powers.push(power);
      }
      out.set(ONE);
      for (const digit of EXPONENT) {
        for (let squaring = 0; squaring < 4; squaring += 1) multiply(out, out, out);
        multiply(out, out, powers[digit] ?? ONE);
      }
      for (const power of powers) power.fill(0);
    },
  };
}
