// What each step of a registration asks for before it lets go on. Pure.
import { ENROLMENT_SAMPLES, userNameSchema } from '../../../tee-sim/protocol/factors.ts';
import { oneTimeCodeOf } from '../factor-draft.ts';
import { fitsTee } from '../secrets.ts';
import type { Prepared, RegistrationState, Step } from './registration-store.ts';

export interface Problems {
  readonly name?: 'nameEmpty' | 'nameForm';
  readonly password?: 'passwordShort' | 'passwordLong';
  readonly repeat?: 'passwordsDiffer';
  readonly words?: 'wordsWrong';
  readonly code?: 'codeForm';
  /** Not ticked yet. */
  readonly written?: true;
}

export function problemsOf(step: Step, state: RegistrationState, minCharacters: number): Problems {
  switch (step) {
    case 'person':
      return personProblems(state, minCharacters);
    case 'words':
      return state.written && state.prepared !== undefined ? {} : { written: true };
    case 'check':
      return state.prepared !== undefined && wordsMatch(state.prepared, state.checkedWords)
        ? {}
        : { words: 'wordsWrong' };
    case 'typing':
      return {};
    case 'code':
      return oneTimeCodeOf(state.code) === undefined ? { code: 'codeForm' } : {};
  }
}

function personProblems({ name, password, repeat }: RegistrationState, minCharacters: number): Problems {
  const short = [...password.normalize('NFC')].length < minCharacters;
  return {
    ...(name.trim() === ''
      ? { name: 'nameEmpty' }
      : userNameSchema.safeParse(name).success
        ? {}
        : { name: 'nameForm' }),
    ...(short ? { password: 'passwordShort' } : fitsTee(password) ? {} : { password: 'passwordLong' }),
    ...(!short && password !== repeat ? { repeat: 'passwordsDiffer' } : {}),
  };
}

/** As people write: capitals and spaces do not count. */
export function plainWord(word: string): string {
  return word.normalize('NFKD').trim().toLowerCase();
}

function wordsMatch({ recoveryWords, wordsToCheck }: Prepared, words: readonly string[]): boolean {
  return wordsToCheck.every((place, i) => plainWord(words[i] ?? '') === recoveryWords[place]);
}

/** All of them or none: the TEE takes no fewer. */
export function typingOf({ typing }: RegistrationState) {
  return typing.length === ENROLMENT_SAMPLES ? [...typing] : undefined;
}
