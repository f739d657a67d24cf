import { describe, expect, test } from 'vitest';
import {
  fitsPassphrase,
  isWordAt,
  nameProblem,
  passphraseBytes,
  problemsOf,
} from '../../../../../../renderer/screens/wallets/create/create-rules.ts';
import {
  type CreateState,
  createCreation,
} from '../../../../../../renderer/screens/wallets/create/create-store.ts';
import { utf8ToBytes } from '../../../../../../tee-sim/protocol/bytes.ts';

const PHRASE = utf8ToBytes('alpha bravo charlie delta');

function state(change: Partial<CreateState> = {}): CreateState {
  return { ...createCreation().draft.getState(), name: 'Household', ...change };
}

describe('the first step', () => {
  test('wants a name that the TEE takes', () => {
    expect(problemsOf(state(), undefined)).toEqual({});
    expect(problemsOf(state({ name: ' ' }), undefined)).toEqual({ name: 'nameEmpty' });
    expect(nameProblem('x'.repeat(64))).toBeUndefined();
    expect(nameProblem('x'.repeat(65))).toBe('nameLong');
  });

  test('wants a passphrase typed twice, and asks nothing of one that is not wanted', () => {
    const typed = { passphrase: 'one', repeat: 'two' };
    expect(problemsOf(state(typed), undefined)).toEqual({});
    expect(problemsOf(state({ ...typed, withPassphrase: true }), undefined)).toEqual({ repeat: 'repeat' });
    const long = 'x'.repeat(1_025);
    expect(problemsOf(state({ withPassphrase: true, passphrase: long, repeat: long }), undefined)).toEqual({
      passphrase: 'passphraseLong',
    });
  });
});

test('a passphrase is the same however it was typed, and is measured in bytes', () => {
  expect(passphraseBytes('\u00e9')).toEqual(passphraseBytes('e\u0301'));
  expect(fitsPassphrase('字'.repeat(341))).toBe(true);
  expect(fitsPassphrase('字'.repeat(342))).toBe(false);
});

describe('the words', () => {
  const drawn = { length: 12, wordsToCheck: [0, 2, 3] } as const;
  const checking = (checkedWords: readonly string[]): CreateState =>
    state({ step: 'check', drawn: { ...drawn, wordsToCheck: [...drawn.wordsToCheck] }, checkedWords });

  test('are to be written down before anything goes on', () => {
    const there = { step: 'words', drawn: { length: 12, wordsToCheck: [0, 1, 2] } } as const;
    expect(problemsOf(state({ step: 'words', written: true }), PHRASE)).toEqual({ written: true });
    const words = { ...there.drawn, wordsToCheck: [...there.drawn.wordsToCheck] };
    expect(problemsOf(state({ step: 'words', drawn: words }), PHRASE)).toEqual({ written: true });
    expect(problemsOf(state({ step: 'words', drawn: words, written: true }), PHRASE)).toEqual({});
  });

  test('are compared as people write', () => {
    expect(problemsOf(checking([' ALPHA', 'charlie', 'delta ']), PHRASE)).toEqual({});
  });

  test('that are not right are named by their place', () => {
    expect(problemsOf(checking(['alpha', 'bravo', '']), PHRASE)).toEqual({ words: [1, 2] });
    expect(problemsOf(checking(['alpha', 'charlie', 'delta']), undefined)).toEqual({ words: [0] });
  });

  test('are compared whole, and only where they stand', () => {
    expect(isWordAt(PHRASE, 0, 'alph')).toBe(false);
    expect(isWordAt(PHRASE, 0, 'alphabet')).toBe(false);
    expect(isWordAt(PHRASE, 3, 'delta')).toBe(true);
    expect(isWordAt(PHRASE, 4, '')).toBe(false);
    expect(isWordAt(PHRASE, 1, 'alpha bravo')).toBe(false);
  });
});
