// What the form for a forgotten password asks for before it is sent. Pure.
import { fitsTee, wordList } from '../../app/secrets.ts';

export interface RecoverEntries {
  readonly name: string;
  readonly words: string;
  readonly password: string;
  readonly repeat: string;
}

export interface RecoverProblems {
  readonly name?: 'nameEmpty';
  readonly words?: 'wordsForm';
  readonly password?: 'passwordShort' | 'passwordLong';
  readonly repeat?: 'passwordsDiffer';
}

const WORDS = 12;

export function recoverProblems(
  { name, words, password, repeat }: RecoverEntries,
  minCharacters: number,
): RecoverProblems {
  const short = [...password.normalize('NFC')].length < minCharacters;
  const list = wordList(words);
  const isListed = list.length === WORDS && list.every((word) => /^[a-z]{3,8}$/.test(word));
  return {
    ...(name.trim() === '' ? { name: 'nameEmpty' } : {}),
    ...(isListed ? {} : { words: 'wordsForm' }),
    ...(short ? { password: 'passwordShort' } : fitsTee(password) ? {} : { password: 'passwordLong' }),
    ...(password === repeat ? {} : { repeat: 'passwordsDiffer' }),
  };
}
