// Passwords and words as the TEE takes them: bytes that can be zeroed, the same for however they were typed.
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { PASSWORD_BYTES } from '../../tee-sim/protocol/factors.ts';

/** UTF-8 of the NFC form (RFC 8265 §4.2), so that another keyboard gives the same. The caller zeroes it. */
export function passwordBytes(text: string): Uint8Array {
  return utf8ToBytes(text.normalize('NFC'));
}

/** Whether the TEE takes it at all; how long it should be is the policy's. */
export function fitsTee(text: string): boolean {
  return text.length <= PASSWORD_BYTES[1] && passwordBytes(text).length <= PASSWORD_BYTES[1];
}

/** Recovery words as written down: any case and spacing. The caller zeroes it. */
export function wordsBytes(text: string): Uint8Array {
  return utf8ToBytes(wordList(text).join(' '));
}

export function wordList(text: string): string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[\s,;.]+/u)
    .filter((word) => word !== '');
}
