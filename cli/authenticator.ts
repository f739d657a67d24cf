// The demo's stand-in for a person's authenticator app: RFC 6238 codes from the secret that the TEE showed.
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** Six digits for the step that `atMs` lies in: HMAC-SHA-1, 30 s. `secret` is RFC 4648 base32 without padding. */
export function codeAt(secret: string, atMs: number): string {
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(Math.floor(atMs / STEP_MS)));
  const digest = hmac(sha1, fromBase32(secret), counter);
  // RFC 4226 §5.3: four bytes from where the last half byte points.
  const offset = (digest.at(-1) ?? 0) & 15;
  const number = new DataView(digest.buffer, digest.byteOffset + offset).getUint32(0) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const char of text) {
    held = ((held << 5) | ALPHABET.indexOf(char)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}
