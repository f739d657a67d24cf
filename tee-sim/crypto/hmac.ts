// HMAC-SM3, written once above both engines.
import { pinnedZeros, wipe } from '../protocol/bytes.ts';
import type { CryptoEngine } from './engine.ts';

/** SM3 works in blocks of 64 bytes. */
const BLOCK_BYTES = 64;

/**
 * HMAC(K, m) = SM3((K₀ ⊕ 5c…) ‖ SM3((K₀ ⊕ 36…) ‖ m)), RFC 2104 §2 with SM3; m = part₀ ‖ part₁ ‖ ….
 * Key of any length (longer than a block: its digest), 32 bytes out.
 * Zeroes its copies of the key; key and parts are the caller's.
 */
export function hmacSm3(
  engine: Pick<CryptoEngine, 'sm3'>,
  key: Uint8Array,
  ...parts: readonly Uint8Array[]
): Uint8Array {
  const pad = pinnedZeros(BLOCK_BYTES);
  const shortKey = key.length > BLOCK_BYTES ? engine.sm3(key) : key;
  let inner: Uint8Array | undefined;
  try {
    for (let i = 0; i < BLOCK_BYTES; i += 1) pad[i] = (shortKey[i] ?? 0) ^ 0x36;
    inner = engine.sm3(pad, ...parts);
    for (let i = 0; i < BLOCK_BYTES; i += 1) pad[i] = (shortKey[i] ?? 0) ^ 0x5c;
    return engine.sm3(pad, inner);
  } finally {
    wipe(pad, inner, shortKey === key ? undefined : shortKey);
  }
}
