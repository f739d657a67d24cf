// Turns a password into key material, slowly on purpose. Must never keep a password or make a string of it.
import { argon2id } from '@noble/hashes/argon2.js';
import { pinned } from '../protocol/bytes.ts';

/** Stored beside what the password wraps, so that they can rise later. */
export interface PasswordParameters {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** At least 19 MiB and two passes: what OWASP's password storage cheat sheet asks of argon2id. */
export const PASSWORD_PARAMETERS: PasswordParameters = { memoryKib: 19_456, passes: 2, lanes: 1 };

export const SALT_BYTES = 16;

/** 32 bytes of key material, the caller's to zero; the password is the caller's too. Tests pass a cheap one. */
export type PasswordKdf = (
  password: Uint8Array,
  salt: Uint8Array,
  parameters: PasswordParameters,
) => Uint8Array;

/** argon2id, RFC 9106, version 0x13. Synchronous: the TEE serves one request at a time anyway. */
export const argon2idKdf: PasswordKdf = (password, salt, { memoryKib, passes, lanes }) =>
  pinned(argon2id(password, salt, { m: memoryKib, t: passes, p: lanes, dkLen: 32 }));

/** Unicode characters of UTF-8 text, counted without decoding it: every byte that begins one. */
export function countCharacters(password: Uint8Array): number {
  return password.reduce((count, byte) => ((byte & 0xc0) === 0x80 ? count : count + 1), 0);
}
