// What may be a private key, or the nonce of a signature.
import { SECP256K1 } from './secp256k1-point.ts';
import { uintToBytes } from './uint.ts';

const ORDER = uintToBytes(SECP256K1.n, 32);

/** 32 bytes with 1 ≤ k < n, told in constant time. */
export function isScalar(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  let borrow = 0;
  let any = 0;
  for (let i = 31; i >= 0; i -= 1) {
    borrow = ((bytes[i] ?? 0) - (ORDER[i] ?? 0) - borrow) >>> 31;
    any |= bytes[i] ?? 0;
  }
  return borrow === 1 && any !== 0;
}
