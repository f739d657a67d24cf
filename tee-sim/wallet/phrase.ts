// BIP-39 in English, on bytes only: a phrase never becomes a string here, because a string cannot be wiped.
import { sha256 } from '@noble/hashes/sha2.js';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { RandomBytes } from '../crypto/engine.ts';
import { pinned, pinnedCopy, pinnedZeros, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { refuse } from './refuse.ts';
import { typedCharacters } from './typed-characters.ts';

export const PHRASE_LENGTHS = [12, 24] as const;
export type PhraseLength = (typeof PHRASE_LENGTHS)[number];

const SPACE = 0x20;
const BITS_PER_WORD = 11;
const WORDS = wordlist.map(utf8ToBytes);
/** The longest English word has eight letters. */
const LONGEST_PHRASE = 24 * 9;

/** 16 random bytes for 12 words, 32 for 24. The caller zeroes them. */
export function newEntropy(words: PhraseLength, random: RandomBytes): Uint8Array {
  return random((words / 3) * 4);
}

/**
 * BIP-39 "Generating the mnemonic": ENT ‖ first ENT/32 bits of SHA-256(ENT), eleven bits a word.
 * ASCII bytes, words parted by one space. The caller zeroes both sides.
 * @throws BAD_PARAMETERS malformed unless `entropy` is 16 or 32 bytes
 */
export function entropyToPhrase(entropy: Uint8Array): Uint8Array {
  if (entropy.length !== 16 && entropy.length !== 32) refuse();
  const bits = withChecksum(entropy);
  const phrase = new Uint8Array(LONGEST_PHRASE);
  let length = 0;
  try {
    for (let at = 0; at < (entropy.length / 4) * 3; at += 1) {
      const word = WORDS[wordAt(bits, at)] ?? refuse();
      if (length > 0) {
        phrase[length] = SPACE;
        length += 1;
      }
      phrase.set(word, length);
      length += word.length;
    }
    return pinned(phrase.slice(0, length));
  } finally {
    wipe(bits, phrase);
  }
}

/**
 * Of what a person typed or pasted, in UTF-8: any case, any white space, full-width letters. The entropy behind it;
 * `entropyToPhrase` of that is the phrase in its one canonical form. The caller zeroes both.
 * @throws BAD_PARAMETERS unknown-word (not of the English list), wrong-word-count (12 or 24), wrong-checksum ·
 * EXCESS_DATA too-large
 */
export function phraseToEntropy(typed: Uint8Array): Uint8Array {
  const letters = typedCharacters(typed, 'unknown-word');
  const bits = pinnedZeros(33);
  try {
    const count = collectWords(letters, bits);
    if (count !== 12 && count !== 24) refuse('wrong-word-count');
    const entropy = pinnedCopy(bits.subarray(0, (count / 3) * 4));
    const expected = withChecksum(entropy);
    const right = expected.every((byte, i) => byte === bits[i]);
    wipe(expected);
    if (right) return entropy;
    wipe(entropy);
    return refuse('wrong-checksum');
  } finally {
    wipe(letters, bits);
  }
}

/** Writes eleven bits a word into `bits`; how many words there were. */
function collectWords(letters: Uint8Array, bits: Uint8Array): number {
  let count = 0;
  let start = 0;
  for (let end = 0; end <= letters.length; end += 1) {
    if (end < letters.length && letters[end] !== SPACE) continue;
    if (end > start) {
      if (count === 24) refuse('wrong-word-count');
      const index = indexOfWord(letters.subarray(start, end));
      for (let bit = 0; bit < BITS_PER_WORD; bit += 1) {
        const at = count * BITS_PER_WORD + bit;
        const one = (index >> (BITS_PER_WORD - 1 - bit)) & 1;
        bits[at >> 3] = (bits[at >> 3] ?? 0) | (one << (7 - (at & 7)));
      }
      count += 1;
    }
    start = end + 1;
  }
  return count;
}

/** Looks at every word whatever it finds, so that the time tells nothing of which it was. */
function indexOfWord(word: Uint8Array): number {
  let found = -1;
  for (let i = 0; i < WORDS.length; i += 1) {
    const candidate = WORDS[i] ?? refuse();
    let difference = candidate.length ^ word.length;
    for (let j = 0; j < candidate.length; j += 1) difference |= (candidate[j] ?? 0) ^ (word[j] ?? 0);
    if (difference === 0) found = i;
  }
  return found < 0 ? refuse('unknown-word') : found;
}

function withChecksum(entropy: Uint8Array): Uint8Array {
  const digest = sha256(entropy);
  const bits = new Uint8Array(entropy.length + 1);
  bits.set(entropy);
  bits[entropy.length] = (digest[0] ?? 0) & (0xff << (8 - entropy.length / 4));
  wipe(digest);
  return bits;
}

function wordAt(bits: Uint8Array, at: number): number {
  const first = at * BITS_PER_WORD;
  const byte = first >> 3;
  const three = ((bits[byte] ?? 0) << 16) | ((bits[byte + 1] ?? 0) << 8) | (bits[byte + 2] ?? 0);
  return (three >> (24 - BITS_PER_WORD - (first & 7))) & 0x7ff;
}
