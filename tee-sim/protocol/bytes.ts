// Bytes in their wire forms: base64url, hex, UTF-8, length-prefixed concatenation.
// Pure; runs in browser and Node.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map([...ALPHABET].map((char, value) => [char.charCodeAt(0), value]));

export function utf8ToBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @throws TypeError when `bytes` is not well-formed UTF-8 */
export function bytesToUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** `u32be(length) ‖ bytes` for every part: no two different lists give the same bytes. */
export function lengthPrefixed(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...parts.flatMap((part) => [u32be(part.length), part]));
}

export function u32be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

export function bytesToHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** @throws RangeError unless `text` is pairs of hex digits */
export function hexToBytes(text: string): Uint8Array {
  if (!/^([0-9a-fA-F]{2})*$/.test(text)) throw new RangeError('hex');
  const byteAt = (i: number): number => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => byteAt(i));
}

/** RFC 4648 §5 without padding. */
export function bytesToBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i] ?? 0;
    const b = bytes[i + 1] ?? 0;
    const c = bytes[i + 2] ?? 0;
    text += ALPHABET.charAt(a >> 2) + ALPHABET.charAt(((a & 3) << 4) | (b >> 4));
    if (i + 1 < bytes.length) text += ALPHABET.charAt(((b & 15) << 2) | (c >> 6));
    if (i + 2 < bytes.length) text += ALPHABET.charAt(c & 63);
  }
  return text;
}

/**
 * RFC 4648 §5 without padding, canonical only: one text per byte string.
 * @throws RangeError on a foreign character, an impossible length or non-zero trailing bits
 */
export function base64UrlToBytes(text: string): Uint8Array {
  const rest = text.length % 4;
  if (rest === 1) throw new RangeError('base64url');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let offset = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = VALUES.get(text.charCodeAt(i));
    if (value === undefined) throw new RangeError('base64url');
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[offset] = (held >> bits) & 0xff;
      offset += 1;
    }
  }
  if ((held & ((1 << bits) - 1)) !== 0) throw new RangeError('base64url');
  return bytes;
}

/** Compares in time that depends on the lengths only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** Overwrites with zeros. What JavaScript copied elsewhere is out of reach: see docs/SECURITY.md. */
export function wipe(...buffers: readonly (Uint8Array | undefined)[]): void {
  for (const buffer of buffers) buffer?.fill(0);
}

/**
 * Zeros where they stay put, for secrets that outlive a moment. The engine holds short arrays in its heap: its collector
 * moves them, and leaves what they held where they were.
 */
export function pinnedZeros(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(length));
}

/** A copy that stays put. */
export function pinnedCopy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept = pinnedZeros(bytes.length);
  kept.set(bytes);
  return kept;
}

/** The same, in place of `bytes`, which are zeroed. */
export function pinned(bytes: Uint8Array): Uint8Array {
  const kept = pinnedCopy(bytes);
  wipe(bytes);
  return kept;
}
