// HKDF-SM3: every derived key of the system comes from here.
import { pinnedZeros, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import type { CryptoEngine } from './engine.ts';
import { hmacSm3 } from './hmac.ts';

const HASH_BYTES = 32;

/**
 * RFC 5869 §2 with HMAC-SM3: PRK = HMAC(salt, inputKey); T(i) = HMAC(PRK, T(i−1) ‖ info ‖ i).
 * `length` 1…8160 bytes. An empty salt is the RFC's default of zeros (HMAC pads it to the same key).
 * Zeroes every intermediate value; `inputKey` and the result are the caller's to zero.
 * @throws BAD_PARAMETERS when `length` is out of range
 */
export function hkdfSm3(
  engine: Pick<CryptoEngine, 'sm3'>,
  inputKey: Uint8Array,
  salt: Uint8Array,
  info: string | Uint8Array,
  length: number,
): Uint8Array {
  if (!Number.isInteger(length) || length < 1 || length > 255 * HASH_BYTES)
    throw new TeeError('BAD_PARAMETERS');
  const infoBytes = typeof info === 'string' ? utf8ToBytes(info) : info;
  const output = pinnedZeros(length);
  const pseudoRandomKey = hmacSm3(engine, salt, inputKey);
  let block: Uint8Array = new Uint8Array(0);
  try {
    for (let i = 1, offset = 0; offset < length; i += 1, offset += HASH_BYTES) {
      const next = hmacSm3(engine, pseudoRandomKey, block, infoBytes, Uint8Array.of(i));
      wipe(block);
      block = next;
      // Not through a view: see `sm3`.
      for (let j = 0; j < HASH_BYTES && offset + j < length; j += 1) output[offset + j] = block[j] ?? 0;
    }
    return output;
  } finally {
    wipe(pseudoRandomKey, block);
  }
}
