// What an import asks for before it is sent: only what can be told without the TEE. Pure.
import { hexToBytes, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { wordList } from '../../../app/secrets.ts';
import { fitsPassphrase, type NameProblem, nameProblem } from '../create/create-rules.ts';

/** As the command table has it. */
export const MAX_FILE_CHARACTERS = 16_384;

export const IMPORT_KINDS = ['phrase', 'key', 'keystore'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export function isImportKind(text: unknown): text is ImportKind {
  return IMPORT_KINDS.some((kind) => kind === text);
}

export interface PhraseEntries {
  readonly name: string;
  readonly words: string;
  readonly withPassphrase: boolean;
  readonly passphrase: string;
}

export interface PhraseProblems {
  readonly name?: NameProblem;
  readonly words?: 'count';
  readonly passphrase?: 'passphraseLong';
}

export function phraseProblems({ name, words, withPassphrase, passphrase }: PhraseEntries): PhraseProblems {
  const ofName = nameProblem(name);
  const count = wordList(words).length;
  return {
    ...(count === 12 || count === 24 ? {} : { words: 'count' }),
    ...(withPassphrase && !fitsPassphrase(passphrase) ? { passphrase: 'passphraseLong' } : {}),
    ...(ofName === undefined ? {} : { name: ofName }),
  };
}

/** The words as the TEE takes them: one space between two. The caller zeroes it. */
export function phraseBytes(text: string): Uint8Array {
  return utf8ToBytes(wordList(text).join(' '));
}

/** Of hex digits as people paste them. The caller zeroes it; `undefined` for what is no key's length or form. */
export function keyBytes(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s+/g, '').replace(/^0x/i, '');
  return /^[0-9a-fA-F]{64}$/.test(digits) ? hexToBytes(digits) : undefined;
}
