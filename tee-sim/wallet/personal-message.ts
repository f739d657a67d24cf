// EIP-191 version 0x45, "personal_sign": text or bytes that can never be a transaction.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToUtf8, concatBytes, utf8ToBytes } from '../protocol/bytes.ts';
import { refuseSize } from './refuse.ts';

const MAX_MESSAGE_BYTES = 65_536;
/** As many bytes as a hash has: what looks like one may well be one, of a UserOperation or an order. */
const HASH_BYTES = 32;

/** 0x19 ‖ "Ethereum Signed Message:\n" ‖ decimal byte length ‖ message. @throws EXCESS_DATA too-large above 64 KiB */
export function personalMessageBytes(message: Uint8Array): Uint8Array {
  if (message.length > MAX_MESSAGE_BYTES) refuseSize();
  return concatBytes(utf8ToBytes(`\u0019Ethereum Signed Message:\n${message.length}`), message);
}

/** keccak256 of `personalMessageBytes`, 32 bytes. @throws EXCESS_DATA too-large above 64 KiB */
export function personalMessageHash(message: Uint8Array): Uint8Array {
  return keccak_256(personalMessageBytes(message));
}

/**
 * The message as a person can read it; `undefined`: bytes, text that changes direction, a hash, control characters (of
 * which only line feed and tab show as what they are: a carriage return can make a line pass for another).
 */
export function readableMessage(message: Uint8Array): string | undefined {
  if (message.length === HASH_BYTES) return undefined;
  try {
    const text = bytesToUtf8(message);
    return /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(text.replaceAll(/[\n\t]/g, '')) ? undefined : text;
  } catch {
    return undefined;
  }
}
