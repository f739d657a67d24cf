// What PREPARE_FACTORS drew for one session: shown once, kept in memory until it is enrolled or wiped.
import type { RandomBytes } from '../crypto/engine.ts';
import { wipe } from '../protocol/bytes.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { newRecoveryWords } from './recovery-words.ts';

export interface PreparedFactors {
  /** For whom, as the person wrote it. */
  readonly name: string;
  /** RFC 4226 §4 R6: 160 bits. */
  readonly oneTimeSecret: Uint8Array;
  readonly recoveryCodes: readonly string[];
  /** Twelve of BIP-39's English words. */
  readonly words: readonly string[];
  /** Two different places among them, in rising order. */
  readonly wordsToCheck: readonly number[];
}

const SECRET_BYTES = 20;
const WORDS = 12;

/** Draws everything anew. @see wipePrepared */
export function prepareFactors(random: RandomBytes, name: string): PreparedFactors {
  return {
    name,
    oneTimeSecret: random(SECRET_BYTES),
    recoveryCodes: newRecoveryCodes(random),
    words: newRecoveryWords(random),
    wordsToCheck: twoPlaces(random),
  };
}

/** Zeroes the secret; the texts beside it are strings and go when nothing refers to them any more. */
export function wipePrepared({ oneTimeSecret }: PreparedFactors): void {
  wipe(oneTimeSecret);
}

/** Which words are asked for is no secret, so that the slight bias of a byte modulo 12 matters to nobody. */
function twoPlaces(random: RandomBytes): number[] {
  const [a = 0, b = 0] = random(2);
  const first = a % WORDS;
  const second = (first + 1 + (b % (WORDS - 1))) % WORDS;
  return [first, second].sort((x, y) => x - y);
}
