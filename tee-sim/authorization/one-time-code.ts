// One-time codes of an authenticator app: RFC 6238 with its defaults (HMAC-SHA-1, six digits, 30 s).
// SHA-1 because that is what every such app speaks; as an HMAC it still holds.
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { equalBytes, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { base32 } from './base32.ts';

const STEP_MS = 30_000;
const DIGITS = 6;
/** RFC 6238 §5.2: one step of delay, and one for a clock that is ahead. */
const TOLERATED_STEPS = [-1, 0, 1] as const;

/** T = ⌊t / 30 s⌋, RFC 6238 §4.2. */
export function oneTimeStep(atMs: number): number {
  return Math.floor(atMs / STEP_MS);
}

/** HOTP(K, T) = Truncate(HMAC-SHA-1(K, u64be(T))) mod 10⁶, RFC 4226 §5.3. */
export function oneTimeCode(secret: Uint8Array, step: number): string {
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(step));
  const digest = hmac(sha1, secret, counter);
  try {
    const offset = (digest[digest.length - 1] ?? 0) & 15;
    const truncated = new DataView(digest.buffer, digest.byteOffset + offset, 4).getUint32(0) & 0x7fff_ffff;
    return String(truncated % 10 ** DIGITS).padStart(DIGITS, '0');
  } finally {
    wipe(digest);
  }
}

/**
 * The step that `code` is of, among now and its neighbours; every one of them is computed, whatever the code.
 * A step at or below `lastStep` was used already and fits nothing: RFC 6238 §5.2, one time only.
 */
export function acceptedStep(
  secret: Uint8Array,
  code: string,
  atMs: number,
  lastStep: number,
): number | undefined {
  const given = utf8ToBytes(code);
  let accepted: number | undefined;
  for (const delta of TOLERATED_STEPS) {
    const step = Math.max(0, oneTimeStep(atMs) + delta);
    const fits = equalBytes(utf8ToBytes(oneTimeCode(secret, step)), given);
    if (fits && step > lastStep) accepted = step;
  }
  return accepted;
}

/** What a QR code says to an authenticator app. */
export function oneTimeCodeUri(secret: Uint8Array, name: string): string {
  const label = encodeURIComponent(`AirAccount:${name}`);
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=AirAccount&algorithm=SHA1&digits=6&period=30`;
}
