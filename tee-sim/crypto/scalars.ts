// 256-bit numbers as 32 bytes, big-endian, on the way in and out: compared in constant time.
import { bytesToHex } from '../protocol/bytes.ts';
import type { RandomBytes } from './engine.ts';

/** 32 bytes with 1 ≤ k < limit, told in constant time. */
export function isScalarBelow(bytes: Uint8Array, limit: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  let seen = 0;
  for (const byte of bytes) seen |= byte;
  return seen !== 0 && isBelow(bytes, limit);
}

/** bytes < limit, both 32 bytes, by the borrow of their difference: in constant time. */
export function isBelow(bytes: Uint8Array, limit: Uint8Array): boolean {
  let borrow = 0;
  for (let i = 31; i >= 0; i -= 1) borrow = ((bytes[i] ?? 0) - (limit[i] ?? 0) - borrow) >>> 31;
  return borrow === 1;
}

/** Uniform in [1, limit − 1], by rejection. The caller zeroes it. */
export function randomBelow(random: RandomBytes, limit: Uint8Array): Uint8Array {
  for (;;) {
    const bytes = random(32);
    if (isScalarBelow(bytes, limit)) return bytes;
  }
}

/** Not for secrets where it can be helped: a bigint cannot be wiped. */
export function toScalar(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes)}`);
}

/** A scalar or coordinate, below 2^256. */
export function toBytes32(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 4; i += 1) view.setBigUint64(8 * i, value >> BigInt(64 * (3 - i)));
  return bytes;
}
