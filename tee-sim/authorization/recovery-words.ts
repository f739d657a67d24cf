// Recovery words: 128 random bits as twelve words on paper, which open the user's key when the password is forgotten.
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { RandomBytes } from '../crypto/engine.ts';
import { bytesToUtf8, wipe } from '../protocol/bytes.ts';

export const WORDS_ENTROPY_BYTES = 16;
const WORDS = 12;

/** BIP-39: 128 bits and a checksum of 4, eleven bits a word. */
export function newRecoveryWords(random: RandomBytes): string[] {
  const entropy = random(WORDS_ENTROPY_BYTES);
  try {
    return entropyToMnemonic(entropy, wordlist).split(' ');
  } finally {
    wipe(entropy);
  }
}

/** The 16 bytes behind the words, the caller's to zero. @throws RangeError unless they are twelve that fit */
export function entropyOfWords(words: readonly string[]): Uint8Array {
  if (words.length !== WORDS) throw new RangeError('words');
  try {
    return mnemonicToEntropy(words.join(' '), wordlist);
  } catch {
    throw new RangeError('words');
  }
}

/** Of what a person typed: UTF-8, any case, any white space between. `undefined`: not twelve words that fit. */
export function entropyOfTypedWords(typed: Uint8Array): Uint8Array | undefined {
  try {
    return entropyOfWords(bytesToUtf8(typed).trim().toLowerCase().split(/\s+/));
  } catch {
    return undefined;
  }
}
