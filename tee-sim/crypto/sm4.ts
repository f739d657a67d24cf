// The SM4 block cipher (GB/T 32907-2016), bitsliced: eight blocks at a time, without tables, in constant time.
import { TeeError } from '../protocol/codes.ts';
import type { Sm4Cipher } from './engine.ts';
import { substitutePlanes } from './sm4-substitution.ts';

const BLOCK_BYTES = 16;
const ROUNDS = 32;

/**
 * Blocks that are worked on together. One word of each of them makes eight planes:
 * bit 8j + b of plane i is bit i of byte j of that word of block b.
 */
const LANES = 8;

/** §7.3: FK. */
const SYSTEM_PARAMETERS = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc] as const;

// JavaScript finishes one call before it starts the next, so one set of buffers serves all; zeroed after each.
const planes = new Int32Array(LANES);
const state = new Int32Array(4 * LANES);

/**
 * The key schedule of §7.3 for a 16-byte key. `encryptBlocks` and `decryptBlocks` (§7.1, §7.2) work in place;
 * `destroy()` zeroes the schedule. The key is the caller's.
 * @throws BAD_PARAMETERS on a key of another length or on blocks that are not whole · BAD_STATE once destroyed
 */
export function sm4(key: Uint8Array): Sm4Cipher {
  if (key.length !== BLOCK_BYTES) throw new TeeError('BAD_PARAMETERS');
  const roundKeys = expandKey(key);
  let destroyed = false;
  const run = (blocks: Uint8Array, firstRound: number, step: 1 | -1): void => {
    if (destroyed) throw new TeeError('BAD_STATE');
    if (blocks.length % BLOCK_BYTES !== 0) throw new TeeError('BAD_PARAMETERS');
    crypt(roundKeys, blocks, firstRound, step);
  };
  return {
    encryptBlocks: (blocks) => run(blocks, 0, 1),
    decryptBlocks: (blocks) => run(blocks, ROUNDS - 1, -1),
    destroy() {
      destroyed = true;
      roundKeys.fill(0);
    },
  };
}

/** rk_r as the eight planes in which all eight blocks have it, at `8r`. */
function expandKey(key: Uint8Array): Int32Array {
  const roundKeys = new Int32Array(ROUNDS * LANES);
  const words = SYSTEM_PARAMETERS.map((parameter, i) => parameter ^ readWord(key, 4 * i));
  for (let round = 0; round < ROUNDS; round += 1) {
    const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = words;
    const substituted = substituteWord(k1 ^ k2 ^ k3 ^ fixedParameter(round));
    const next = k0 ^ substituted ^ rotateLeft(substituted, 13) ^ rotateLeft(substituted, 23);
    words.shift();
    words.push(next);
    for (let i = 0; i < LANES; i += 1) {
      roundKeys[LANES * round + i] = Math.imul((next >>> i) & 0x01010101, 0xff);
    }
  }
  words.fill(0);
  planes.fill(0);
  return roundKeys;
}

/** §7.3: CK_r, whose byte j (from the left) is (4r + j)·7 mod 256. */
function fixedParameter(round: number): number {
  let word = 0;
  for (let j = 0; j < 4; j += 1) word = (word << 8) | (((4 * round + j) * 7) & 0xff);
  return word;
}

function substituteWord(word: number): number {
  for (let i = 0; i < LANES; i += 1) planes[i] = (word >>> i) & 0x01010101;
  substitutePlanes(planes);
  let result = 0;
  for (let i = 0; i < LANES; i += 1) result |= ((planes[i] ?? 0) & 0x01010101) << i;
  return result;
}

/** Rounds take the keys from `firstRound` on, up (encryption) or down (decryption). */
function crypt(roundKeys: Int32Array, blocks: Uint8Array, firstRound: number, step: 1 | -1): void {
  for (let offset = 0; offset < blocks.length; offset += LANES * BLOCK_BYTES) {
    loadPlanes(blocks, offset);
    for (let round = 0; round < ROUNDS; round += 1) {
      transformRound(round % 4, roundKeys, LANES * (firstRound + step * round));
    }
    storePlanes(blocks, offset);
  }
  planes.fill(0);
  state.fill(0);
}

/** §7.1: X₀ ⊕ L(τ(X₁ ⊕ X₂ ⊕ X₃ ⊕ rk)) takes the place of X₀, which is word `first` of the state. */
function transformRound(first: number, roundKeys: Int32Array, keyOffset: number): void {
  const target = LANES * first;
  const x1 = LANES * ((first + 1) % 4);
  const x2 = LANES * ((first + 2) % 4);
  const x3 = LANES * ((first + 3) % 4);
  for (let i = 0; i < LANES; i += 1) {
    planes[i] =
      (state[x1 + i] ?? 0) ^ (state[x2 + i] ?? 0) ^ (state[x3 + i] ?? 0) ^ (roundKeys[keyOffset + i] ?? 0);
  }
  substitutePlanes(planes);
  for (let i = 0; i < LANES; i += 1) {
    // L(B) = B ⊕ B⋘24 ⊕ (B ⊕ B⋘8 ⊕ B⋘16)⋘2: eight bits are a rotation of every plane, two bits a step between planes.
    const plane = planes[i] ?? 0;
    const below = planes[(i + 6) % LANES] ?? 0;
    const mixed = below ^ rotateLeft(below, 8) ^ rotateLeft(below, 16);
    const moved = i < 2 ? rotateLeft(mixed, 8) : mixed;
    state[target + i] = (state[target + i] ?? 0) ^ plane ^ rotateLeft(plane, 24) ^ moved;
  }
}

function loadPlanes(blocks: Uint8Array, offset: number): void {
  for (let word = 0; word < 4; word += 1) {
    for (let lane = 0; lane < LANES; lane += 1) {
      state[LANES * word + lane] = readWord(blocks, offset + BLOCK_BYTES * lane + 4 * word);
    }
    transpose(LANES * word);
  }
}

/** The inverse of `loadPlanes`, with the four words in reverse order (§7.1: R). */
function storePlanes(blocks: Uint8Array, offset: number): void {
  for (let word = 0; word < 4; word += 1) {
    transpose(LANES * word);
    for (let lane = 0; lane < LANES; lane += 1) {
      writeWord(blocks, offset + BLOCK_BYTES * lane + 4 * (3 - word), state[LANES * word + lane] ?? 0);
    }
  }
}

/** Swaps row and column in the 8×8 bits that byte j of the eight words from `offset` on make, for each j. */
function transpose(offset: number): void {
  for (let distance = 1; distance < LANES; distance *= 2) {
    const mask = distance === 1 ? 0x55555555 : distance === 2 ? 0x33333333 : 0x0f0f0f0f;
    for (let row = 0; row < LANES; row += 1) {
      if ((row & distance) !== 0) continue;
      const upper = state[offset + row] ?? 0;
      const lower = state[offset + row + distance] ?? 0;
      const difference = ((upper >>> distance) ^ lower) & mask;
      state[offset + row] = upper ^ (difference << distance);
      state[offset + row + distance] = lower ^ difference;
    }
  }
}

/** Beyond the end of `bytes`: zero. */
function readWord(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)
  );
}

/** Beyond the end of `bytes`: nothing, as typed arrays ignore it. */
function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
