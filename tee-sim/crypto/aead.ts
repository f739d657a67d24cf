// The one authenticated encryption of channel and records: SM4-CTR, then HMAC-SM3 over what was encrypted.
import { equalBytes, lengthPrefixed, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { sm4Ctr } from './ctr.ts';
import type { CryptoEngine } from './engine.ts';
import { hmacSm3 } from './hmac.ts';

export interface AeadKeys {
  /** SM4, 16 bytes. */
  readonly encKey: Uint8Array;
  /** HMAC-SM3, 32 bytes. */
  readonly macKey: Uint8Array;
}

export interface Sealed {
  readonly ciphertext: Uint8Array;
  /** 32 bytes. */
  readonly tag: Uint8Array;
}

/**
 * ciphertext = SM4-CTR(encKey, iv, plaintext); tag = HMAC-SM3(macKey, lp(aad) ‖ lp(iv) ‖ lp(ciphertext)).
 * `iv` is 16 fresh random bytes, never used twice under one key. Keys and plaintext are the caller's to zero.
 * @throws BAD_PARAMETERS on keys or iv of another length
 */
export function sealAead(
  engine: CryptoEngine,
  keys: AeadKeys,
  iv: Uint8Array,
  plaintext: Uint8Array,
  additionalData: Uint8Array,
): Sealed {
  const ciphertext = sm4Ctr(engine, keys.encKey, iv, plaintext);
  return { ciphertext, tag: authenticate(engine, keys, iv, ciphertext, additionalData) };
}

/**
 * The inverse of `sealAead`. Compares all 32 bytes of the tag, in constant time, before decrypting anything.
 * The caller zeroes the result. @throws MAC_INVALID whatever was changed · BAD_PARAMETERS as `sealAead`
 */
export function openAead(
  engine: CryptoEngine,
  keys: AeadKeys,
  iv: Uint8Array,
  ciphertext: Uint8Array,
  tag: Uint8Array,
  additionalData: Uint8Array,
): Uint8Array {
  const expected = authenticate(engine, keys, iv, ciphertext, additionalData);
  const authentic = equalBytes(expected, tag);
  wipe(expected);
  if (!authentic) throw new TeeError('MAC_INVALID');
  return sm4Ctr(engine, keys.encKey, iv, ciphertext);
}

function authenticate(
  engine: CryptoEngine,
  keys: AeadKeys,
  iv: Uint8Array,
  ciphertext: Uint8Array,
  additionalData: Uint8Array,
): Uint8Array {
  if (keys.encKey.length !== 16 || keys.macKey.length !== 32 || iv.length !== 16) {
    throw new TeeError('BAD_PARAMETERS');
  }
  return hmacSm3(engine, keys.macKey, lengthPrefixed(additionalData, iv, ciphertext));
}
