// SM3 (GB/T 32905-2016): the hash under every digest, MAC and derived key. No tables that data could index.

const BLOCK_BYTES = 64;

/** §4.1, as eight words. */
const INITIAL = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
] as const;

/** §4.2: T_j rotated left by j, for the 64 rounds. */
const ROUND_CONSTANTS = Int32Array.from({ length: 64 }, (_, j) =>
  rotateLeft(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32),
);

// JavaScript finishes one digest before it starts the next, so one set of buffers serves all; zeroed after each.
const state = new Int32Array(8);
const words = new Int32Array(68);
const tail = new Uint8Array(2 * BLOCK_BYTES);

/**
 * SM3(part₀ ‖ part₁ ‖ …), GB/T 32905-2016 §5.
 * Any length in, 32 bytes out. Zeroes its own state before returning; the inputs are the caller's.
 */
export function sm3(...parts: readonly Uint8Array[]): Uint8Array {
  state.set(INITIAL);
  let held = 0;
  let totalBytes = 0;
  for (const part of parts) {
    totalBytes += part.length;
    let offset = 0;
    if (held > 0) {
      offset = Math.min(BLOCK_BYTES - held, part.length);
      hold(part, 0, offset, held);
      held += offset;
      if (held < BLOCK_BYTES) continue;
      compress(tail, 0);
    }
    for (; offset + BLOCK_BYTES <= part.length; offset += BLOCK_BYTES) compress(part, offset);
    held = part.length - offset;
    hold(part, offset, part.length, 0);
  }
  return finish(held, totalBytes);
}

/**
 * Copies byte by byte: a view of a short array would have the engine move its bytes to a buffer of their own, and leave
 * the old ones where nobody can wipe them.
 */
function hold(part: Uint8Array, from: number, to: number, at: number): void {
  for (let i = from; i < to; i += 1) tail[at + i - from] = part[i] ?? 0;
}

/** §5.2 padding (bit 1, zeros, the length in bits as 64 bits), the last blocks, and the digest. */
function finish(held: number, totalBytes: number): Uint8Array {
  const end = held < BLOCK_BYTES - 8 ? BLOCK_BYTES : 2 * BLOCK_BYTES;
  tail.fill(0, held, end);
  tail[held] = 0x80;
  writeWord(tail, end - 8, Math.floor(totalBytes / 0x20000000));
  writeWord(tail, end - 4, totalBytes << 3);
  for (let offset = 0; offset < end; offset += BLOCK_BYTES) compress(tail, offset);

  const digest = new Uint8Array(32);
  for (let i = 0; i < 8; i += 1) writeWord(digest, 4 * i, state[i] ?? 0);
  state.fill(0);
  words.fill(0);
  tail.fill(0);
  return digest;
}

/** §5.3.3: one block into the state. */
function compress(bytes: Uint8Array, offset: number): void {
  expand(bytes, offset);
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let j = 0; j < 64; j += 1) {
    const word = words[j] ?? 0;
    const a12 = rotateLeft(a, 12);
    const ss1 = rotateLeft((a12 + e + (ROUND_CONSTANTS[j] ?? 0)) | 0, 7);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (c & (a | b));
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ a12) + (word ^ (words[j + 4] ?? 0))) | 0;
    const tt2 = (gg + h + ss1 + word) | 0;
    d = c;
    c = rotateLeft(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotateLeft(f, 19);
    f = e;
    e = tt2 ^ rotateLeft(tt2, 9) ^ rotateLeft(tt2, 17);
  }
  state[0] = (state[0] ?? 0) ^ a;
  state[1] = (state[1] ?? 0) ^ b;
  state[2] = (state[2] ?? 0) ^ c;
  state[3] = (state[3] ?? 0) ^ d;
  state[4] = (state[4] ?? 0) ^ e;
  state[5] = (state[5] ?? 0) ^ f;
  state[6] = (state[6] ?? 0) ^ g;
  state[7] = (state[7] ?? 0) ^ h;
}

/** §5.3.2: 16 words of the block become W₀…W₆₇; W′_j = W_j ⊕ W_{j+4} is taken where it is used. */
function expand(bytes: Uint8Array, offset: number): void {
  for (let j = 0; j < 16; j += 1) {
    const at = offset + 4 * j;
    words[j] =
      ((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0);
  }
  for (let j = 16; j < 68; j += 1) {
    const x = (words[j - 16] ?? 0) ^ (words[j - 9] ?? 0) ^ rotateLeft(words[j - 3] ?? 0, 15);
    const p1 = x ^ rotateLeft(x, 15) ^ rotateLeft(x, 23);
    words[j] = p1 ^ rotateLeft(words[j - 13] ?? 0, 7) ^ (words[j - 6] ?? 0);
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function writeWord(bytes: Uint8Array, offset: number, word: number): void {
  bytes[offset] = word >>> 24;
  bytes[offset + 1] = word >>> 16;
  bytes[offset + 2] = word >>> 8;
  bytes[offset + 3] = word;
}
