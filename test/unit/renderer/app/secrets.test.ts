import { expect, test } from 'vitest';
import { fitsTee, passwordBytes, wordList, wordsBytes } from '../../../../renderer/app/secrets.ts';
import { bytesToUtf8 } from '../../../../tee-sim/protocol/bytes.ts';

test('a password is the same bytes however its accents were typed', () => {
  expect(passwordBytes('é')).toEqual(passwordBytes('e\u0301'));
  expect(passwordBytes('é')).toHaveLength(2);
});

test('what the TEE takes at most is counted in bytes', () => {
  expect(fitsTee('a'.repeat(1_024))).toBe(true);
  expect(fitsTee('a'.repeat(1_025))).toBe(false);
  expect(fitsTee('月'.repeat(341))).toBe(true);
  expect(fitsTee('月'.repeat(342))).toBe(false);
});

test('recovery words are the same in any case, spacing and line', () => {
  expect(bytesToUtf8(wordsBytes('  Zoo,\nabout  ZONE. '))).toBe('zoo about zone');
  expect(wordList(' ')).toEqual([]);
});
