// What PREPARE_FACTORS drew for one session: shown once, kept in memory until it is enrolled or wiped.
import type { RandomBytes } from '../crypto/engine.ts';
import { wipe } from '../protocol/bytes.ts';
import type { SessionId } from '../protocol/schema.ts';
import type { SessionTable } from './layer-2-sessions.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { newRecoveryWords } from './recovery-words.ts';
import type { Wipeable } from './session-things.ts';

export interface PreparedFactors extends Wipeable {
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
/** For so long they wait to be enrolled, ms. */
const LIFE_MS = 15 * 60_000;

/** Draws everything anew. `wipe` zeroes the secret; the texts beside it are strings and go with the last reference. */
export function prepareFactors(random: RandomBytes, name: string): PreparedFactors {
  const oneTimeSecret = random(SECRET_BYTES);
  return {
    name,
    oneTimeSecret,
    wipe: () => wipe(oneTimeSecret),
    recoveryCodes: newRecoveryCodes(random),
    words: newRecoveryWords(random),
    wordsToCheck: twoPlaces(random),
  };
}

/** In place of what was drawn for the session before. @throws BAD_STATE no-session when it is over */
export function holdFactors(
  sessions: Pick<SessionTable, 'hold'>,
  id: SessionId,
  factors: PreparedFactors,
): void {
  sessions.hold(id, 'factors', factors, LIFE_MS);
}

export function heldFactors(
  sessions: Pick<SessionTable, 'held'>,
  id: SessionId,
): PreparedFactors | undefined {
  return sessions.held<PreparedFactors>(id, 'factors');
}

/** Which words are asked for is no secret, so that the slight bias of a byte modulo 12 matters to nobody. */
function twoPlaces(random: RandomBytes): number[] {
  const [a = 0, b = 0] = random(2);
  const first = a % WORDS;
  const second = (first + 1 + (b % (WORDS - 1))) % WORDS;
  return [first, second].sort((x, y) => x - y);
}
