import { describe, expect, test } from 'vitest';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToUtf8 } from '../../../../tee-sim/protocol/bytes.ts';
import { PreparedWallet } from '../../../../tee-sim/ta/prepared-wallet.ts';

const wordsOf = (wallet: PreparedWallet) => bytesToUtf8(wallet.phrase()).split(' ');
const right = (wallet: PreparedWallet) => wallet.wordsToCheck.map((place) => wordsOf(wallet)[place] ?? '');

describe.each([12, 24] as const)('of %i words', (words) => {
  test('asks for three different places in rising order, and for each of them at some time', () => {
    const asked = new Set<number>();
    for (let i = 0; i < 400; i += 1) {
      const { wordsToCheck } = new PreparedWallet(randomBytes, words);
      const [a = -1, b = -1, c = -1] = wordsToCheck;
      expect(wordsToCheck).toHaveLength(3);
      expect(0 <= a && a < b && b < c && c < words).toBe(true);
      for (const place of wordsToCheck) asked.add(place);
    }
    expect(asked.size).toBe(words);
  });

  test('takes exactly the words at these places', () => {
    const wallet = new PreparedWallet(randomBytes, words);
    const answer = right(wallet);
    expect(wallet.matches(answer)).toBe(true);
    expect(wallet.matches(answer.map((word) => ` ${word.toUpperCase()}\n`))).toBe(true);
    for (const [i, word] of answer.entries()) {
      for (const wrong of ['', `${word}s`, word.slice(0, -1), `${word} ${word}`, 'ﷺ'.repeat(16)]) {
        expect(wallet.matches(answer.with(i, wrong))).toBe(false);
      }
    }
    expect(wallet.matches([])).toBe(false);
  });

  test('takes full-width letters, as some keyboards type them', () => {
    const wallet = new PreparedWallet(randomBytes, words);
    const wide = right(wallet).map((word) =>
      word.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    );
    expect(wallet.matches(wide)).toBe(true);
  });
});

test('is zero once it is wiped', () => {
  const wallet = new PreparedWallet(randomBytes, 24);
  const { entropy } = wallet;
  expect(entropy.some((byte) => byte !== 0)).toBe(true);
  wallet.wipe();
  expect(entropy).toEqual(new Uint8Array(32));
});
