// The SM2 curve's numbers (GB/T 32918.5-2017) and what both engines demand of keys, points and signatures
// before any arithmetic.
import { TeeError } from '../protocol/codes.ts';
import type { RandomBytes } from './engine.ts';
import { isBelow, isScalarBelow, randomBelow, toBytes32, toScalar } from './scalars.ts';

/** GB/T 32918.5-2017 §1: y² = x³ + ax + b over F_p; base point (Gx, Gy) of prime order n, cofactor h. */
export const SM2_PARAMETERS = {
  p: BigInt('0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff'),
  n: BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'),
  h: 1n,
  a: BigInt('0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc'),
  b: BigInt('0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93'),
  Gx: BigInt('0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7'),
  Gy: BigInt('0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0'),
};

const PRIME = toBytes32(SM2_PARAMETERS.p);
const ORDER = toBytes32(SM2_PARAMETERS.n);
const ORDER_LESS_ONE = toBytes32(SM2_PARAMETERS.n - 1n);

/** 32 bytes, big-endian, 1 ≤ d ≤ n−2 (GB/T 32918.1-2016 §6.1). @throws BAD_PARAMETERS */
export function assertPrivateKey(privateKey: Uint8Array): void {
  if (!isScalarBelow(privateKey, ORDER_LESS_ONE)) throw new TeeError('BAD_PARAMETERS');
}

/** A private key: uniform in [1, n−2] by rejection (about one draw in 2³² is rejected). The caller zeroes it. */
export function randomPrivateKey(random: RandomBytes): Uint8Array {
  return randomBelow(random, ORDER_LESS_ONE);
}

/** The k of a signature or an encryption: uniform in [1, n−1]. The caller zeroes it. */
export function randomScalar(random: RandomBytes): Uint8Array {
  return randomBelow(random, ORDER);
}

/** 64 bytes r ‖ s, r and s in [1, n−1], t = r + s ≠ 0 mod n; `undefined` for anything else. */
export function parseSignature(signature: Uint8Array): { r: bigint; s: bigint; t: bigint } | undefined {
  const [left, right] = [signature.subarray(0, 32), signature.subarray(32)];
  if (!isScalarBelow(left, ORDER) || !isScalarBelow(right, ORDER)) return undefined;
  const [r, s] = [toScalar(left), toScalar(right)];
  const t = (r + s) % SM2_PARAMETERS.n;
  return t === 0n ? undefined : { r, s, t };
}

/** The one encoding accepted: 04 ‖ x ‖ y, 65 bytes, both coordinates below p. Says nothing about the curve. */
export function isCanonicalPoint(bytes: Uint8Array): boolean {
  return (
    bytes.length === 65 &&
    bytes[0] === 4 &&
    isBelow(bytes.subarray(1, 33), PRIME) &&
    isBelow(bytes.subarray(33), PRIME)
  );
}
