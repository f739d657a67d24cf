import { expect, test } from 'vitest';
import {
  entropyOfTypedWords,
  entropyOfWords,
  newRecoveryWords,
} from '../../../../tee-sim/authorization/recovery-words.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';

test('twelve words stand for the 16 bytes that were drawn, and the draw is wiped', () => {
  const drawn = randomBytes(16);
  const kept = drawn.slice();
  const words = newRecoveryWords(() => drawn);
  expect(words).toHaveLength(12);
  expect(entropyOfWords(words)).toEqual(kept);
  expect(drawn).toEqual(new Uint8Array(16));
});

test('what a person typed may be in any case and spacing', () => {
  const words = newRecoveryWords(randomBytes);
  const typed = utf8ToBytes(`  ${words.join('\n ').toUpperCase()}\t`);
  expect(entropyOfTypedWords(typed)).toEqual(entropyOfWords(words));
});

test('words that are too few, too many, unknown or of a wrong checksum stand for nothing', () => {
  const zeros = newRecoveryWords((length) => new Uint8Array(length));
  const [first = ''] = zeros;
  const wrong = [
    zeros.slice(0, 11),
    [...zeros, first],
    [...zeros.slice(0, 11), 'airaccount'],
    Array.from({ length: 12 }, () => first),
    [],
  ];
  for (const words of wrong) {
    expect(() => entropyOfWords(words)).toThrow(RangeError);
    expect(entropyOfTypedWords(utf8ToBytes(words.join(' ')))).toBeUndefined();
  }
  expect(entropyOfTypedWords(Uint8Array.of(0xff, 0xfe))).toBeUndefined();
});
