// The phrase that PREPARE_WALLET drew for one session: in memory only, as entropy, until it is a wallet or wiped.
import type { SessionTable } from '../authorization/layer-2-sessions.ts';
import type { Wipeable } from '../authorization/session-things.ts';
import type { RandomBytes } from '../crypto/engine.ts';
import { equalBytes, pinned, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { SessionId } from '../protocol/schema.ts';
import { CHECKED_WORDS } from '../protocol/wallets.ts';
import { entropyToPhrase, newEntropy, type PhraseLength } from '../wallet/phrase.ts';

/** For so long it waits to be written down and checked, ms. */
const LIFE_MS = 15 * 60_000;
/** Whoever is asked for words that they do not have learns nothing by trying on. */
const TRIES = 3;
const SPACE = 0x20;
/** The longest word a check takes: 16 characters of at most 4 bytes, each of which lower case may double. */
const COMPARED_BYTES = 128;

export class PreparedWallet implements Wipeable {
  /** 16 or 32 bytes; wiped with this, so whoever keeps it copies it. */
  readonly entropy: Uint8Array;
  /** Different places among the words, from 0, in rising order. */
  readonly wordsToCheck: readonly number[];
  #wrong = 0;

  constructor(random: RandomBytes, words: PhraseLength) {
    this.entropy = pinned(newEntropy(words, random));
    this.wordsToCheck = somePlaces(random, words);
  }

  /** ASCII, words parted by one space; the caller zeroes it. */
  phrase(): Uint8Array {
    return entropyToPhrase(this.entropy);
  }

  /** Whether these are the words at `wordsToCheck`, in time that does not depend on which are right. */
  matches(typed: readonly string[]): boolean {
    const phrase = this.phrase();
    const words = wordsOf(phrase);
    try {
      const right = this.wordsToCheck.map((place, i) => {
        const [expected, given] = [padded(words[place]), padded(utf8ToBytes(fold(typed[i])))];
        const equal = equalBytes(expected, given);
        wipe(expected);
        return equal;
      });
      return right.every((equal) => equal);
    } finally {
      wipe(phrase);
    }
  }

  /** Counts a check that failed: whether another may follow. */
  mayTryAgain(): boolean {
    this.#wrong += 1;
    return this.#wrong < TRIES;
  }

  wipe(): void {
    wipe(this.entropy);
  }
}

/** In place of what was drawn for the session before. @throws BAD_STATE no-session when it is over */
export function holdWallet(
  sessions: Pick<SessionTable, 'hold'>,
  id: SessionId,
  wallet: PreparedWallet,
): void {
  sessions.hold(id, 'wallet', wallet, LIFE_MS);
}

export function heldWallet(sessions: Pick<SessionTable, 'held'>, id: SessionId): PreparedWallet | undefined {
  return sessions.held<PreparedWallet>(id, 'wallet');
}

/** Which words are asked for is no secret, so that the slight bias of a byte modulo 24 matters to nobody. */
function somePlaces(random: RandomBytes, words: PhraseLength): number[] {
  const left = Array.from({ length: words }, (_, place) => place);
  const drawn = [...random(CHECKED_WORDS)].flatMap((byte) => left.splice(byte % left.length, 1));
  return drawn.sort((a, b) => a - b);
}

/** Views of `phrase`. */
function wordsOf(phrase: Uint8Array): Uint8Array[] {
  const words: Uint8Array[] = [];
  for (let start = 0; start < phrase.length; ) {
    const space = phrase.indexOf(SPACE, start);
    const end = space < 0 ? phrase.length : space;
    words.push(phrase.subarray(start, end));
    start = end + 1;
  }
  return words;
}

function fold(word = ''): string {
  return word.normalize('NFKC').trim().toLowerCase();
}

function padded(word: Uint8Array = new Uint8Array(0)): Uint8Array {
  const bytes = new Uint8Array(COMPARED_BYTES);
  bytes.set(word.subarray(0, COMPARED_BYTES));
  return bytes;
}
