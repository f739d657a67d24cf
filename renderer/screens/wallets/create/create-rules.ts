// What each step of a new wallet asks for before it lets go on. Pure.
import { walletNameSchema } from '../../../../tee-sim/protocol/bindings.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { PASSPHRASE_BYTES } from '../../../../tee-sim/protocol/wallets.ts';
import type { CreateState } from './create-store.ts';

const SPACE = 0x20;

export type NameProblem = 'nameEmpty' | 'nameLong';

export interface Problems {
  readonly name?: NameProblem;
  readonly passphrase?: 'passphraseLong';
  readonly repeat?: 'repeat';
  readonly written?: true;
  /** Places among the words to check. */
  readonly words?: readonly number[];
}

export function nameProblem(name: string): NameProblem | undefined {
  if (name.trim() === '') return 'nameEmpty';
  return walletNameSchema.safeParse(name).success ? undefined : 'nameLong';
}

/** UTF-8 of the NFKD form, as BIP-39 has it. The caller zeroes it. */
export function passphraseBytes(text: string): Uint8Array {
  return utf8ToBytes(text.normalize('NFKD'));
}

export function fitsPassphrase(text: string): boolean {
  return text.length <= PASSPHRASE_BYTES[1] && passphraseBytes(text).length <= PASSPHRASE_BYTES[1];
}

/** `phrase`: the words that are to be checked, as ASCII; absent while there are none. */
export function problemsOf(state: CreateState, phrase: Uint8Array | undefined): Problems {
  switch (state.step) {
    case 'about':
      return aboutProblems(state);
    case 'words':
      return state.written && state.drawn !== undefined ? {} : { written: true };
    case 'check': {
      const wrong = wrongWords(state, phrase);
      return wrong.length === 0 ? {} : { words: wrong };
    }
  }
}

function aboutProblems({ name, withPassphrase, passphrase, repeat }: CreateState): Problems {
  const ofName = nameProblem(name);
  return {
    ...(ofName === undefined ? {} : { name: ofName }),
    ...(withPassphrase && !fitsPassphrase(passphrase) ? { passphrase: 'passphraseLong' } : {}),
    ...(withPassphrase && passphrase !== repeat ? { repeat: 'repeat' } : {}),
  };
}

/** As people write: capitals and spaces do not count. */
export function plainWord(word: string): string {
  return word.normalize('NFKD').trim().toLowerCase();
}

function wrongWords({ drawn, checkedWords }: CreateState, phrase: Uint8Array | undefined): readonly number[] {
  if (drawn === undefined || phrase === undefined) return [0];
  return drawn.wordsToCheck.flatMap((place, i) =>
    isWordAt(phrase, place, plainWord(checkedWords[i] ?? '')) ? [] : [i],
  );
}

/** Compares bytes: the words that were not asked for never become text here. */
export function isWordAt(phrase: Uint8Array, place: number, word: string): boolean {
  let start = 0;
  for (let i = 0; i < place; i += 1) {
    const end = phrase.indexOf(SPACE, start);
    if (end < 0) return false;
    start = end + 1;
  }
  const end = phrase.indexOf(SPACE, start);
  const own = phrase.subarray(start, end < 0 ? phrase.length : end);
  return own.length === word.length && own.every((byte, i) => byte === word.charCodeAt(i));
}
