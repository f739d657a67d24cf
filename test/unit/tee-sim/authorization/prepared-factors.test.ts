import { expect, test } from 'vitest';
import { prepareFactors } from '../../../../tee-sim/authorization/prepared-factors.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';

test('each preparation draws a 160-bit secret, eight codes and twelve words anew', () => {
  const [a, b] = [prepareFactors(randomBytes, 'Ann'), prepareFactors(randomBytes, 'Ann')];
  expect([a.oneTimeSecret.length, a.recoveryCodes.length, a.words.length]).toEqual([20, 8, 12]);
  expect(a.oneTimeSecret).not.toEqual(b.oneTimeSecret);
  expect(a.recoveryCodes).not.toEqual(b.recoveryCodes);
  expect(a.words).not.toEqual(b.words);
});

test('the two words to check are different places in rising order, whatever was drawn', () => {
  for (let a = 0; a < 24; a += 1) {
    for (const b of [0, 10, 11, 255]) {
      const random = (length: number) => (length === 2 ? Uint8Array.of(a, b) : randomBytes(length));
      const [first = -1, second = -1] = prepareFactors(random, 'Ann').wordsToCheck;
      expect(first >= 0 && first < second && second < 12).toBe(true);
    }
  }
});

test('wiping zeroes the secret', () => {
  const prepared = prepareFactors(randomBytes, 'Ann');
  prepared.wipe();
  expect(prepared.oneTimeSecret).toEqual(new Uint8Array(20));
});
