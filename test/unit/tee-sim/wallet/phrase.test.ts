import { entropyToMnemonic, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesToUtf8, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { entropyToPhrase, newEntropy, phraseToEntropy } from '../../../../tee-sim/wallet/phrase.ts';
import { MALFORMED, refusalOf, TOO_LARGE } from './refusal.ts';

const ZEROS = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
const entropy = fc.oneof(
  fc.uint8Array({ minLength: 16, maxLength: 16 }),
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
);
const read = (typed: string): Uint8Array => phraseToEntropy(utf8ToBytes(typed));

it('writes what the reference library writes, and reads it back', () => {
  fc.assert(
    fc.property(entropy, (bytes) => {
      const phrase = entropyToPhrase(bytes);
      expect(bytesToUtf8(phrase)).toBe(entropyToMnemonic(bytes, wordlist));
      expect(phraseToEntropy(phrase)).toEqual(bytes);
    }),
    { numRuns: 1000 },
  );
});

it('draws 16 bytes for 12 words and 32 for 24', () => {
  const random = (length: number) => new Uint8Array(length).fill(7);
  expect(newEntropy(12, random)).toHaveLength(16);
  expect(newEntropy(24, random)).toHaveLength(32);
});

it.each([
  ['upper case', ZEROS.toUpperCase()],
  ['spacing around and between', `\n\t ${ZEROS.replaceAll(' ', ' \r\n  ')}  `],
  ['full-width letters', ZEROS.replace(/[a-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
  ['ideographic and no-break spaces', ZEROS.replace(' ', '\u3000').replace(' ', '\u00a0')],
])('takes %s', (_, typed) => {
  expect(read(typed)).toEqual(new Uint8Array(16));
});

const [COUNT, WORD] = ['BAD_PARAMETERS: wrong-word-count', 'BAD_PARAMETERS: unknown-word'];
const CHECKSUM = 'BAD_PARAMETERS: wrong-checksum';
it.each([
  ['nothing', '', COUNT],
  ['eleven words', ZEROS.slice(8), COUNT],
  ['thirteen words', `${ZEROS} about`, COUNT],
  ['fifteen words, which some wallets make', entropyToMnemonic(new Uint8Array(20), wordlist), COUNT],
  ['twenty-five words', `${entropyToMnemonic(new Uint8Array(32), wordlist)} art`, COUNT],
  ['a wrong checksum', ZEROS.replace('about', 'abandon'), CHECKSUM],
  ['an unknown word', ZEROS.replace('about', 'abouts'), WORD],
  ['a shortened word', ZEROS.replaceAll('abandon', 'aban'), WORD],
  ['words run together', ZEROS.replaceAll(' ', ''), WORD],
  ['another language', 'ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco abierto', WORD],
  ['Chinese words', '的 的 的 的 的 的 的 的 的 的 的 在', WORD],
  ['a zero-width space', ZEROS.replace(' ', ' \u200b'), WORD],
  ['a byte-order mark', `\ufeff${ZEROS}`, WORD],
  ['commas', ZEROS.replaceAll(' ', ', '), WORD],
  ['an emoji', `${ZEROS} 😀`, WORD],
])('refuses %s', (_, typed, refusal) => {
  expect(refusalOf(() => read(typed))).toBe(refusal);
});

it('refuses bad UTF-8, over-long text and entropy of another length', () => {
  for (const bytes of [[0xff], [0xc0, 0xa0], [0xe0, 0x80, 0xa0], [0xe3, 0x80]]) {
    expect(refusalOf(() => phraseToEntropy(Uint8Array.from([...utf8ToBytes(ZEROS), ...bytes])))).toBe(WORD);
  }
  expect(refusalOf(() => read(`${ZEROS}${' '.repeat(4096)}`))).toBe(TOO_LARGE);
  for (const length of [0, 15, 17, 20, 24, 28, 33]) {
    expect(refusalOf(() => entropyToPhrase(new Uint8Array(length)))).toBe(MALFORMED);
  }
});

it('accepts twelve words of the list exactly when their checksum holds', () => {
  const words = fc.array(fc.constantFrom(...wordlist), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(words, (list) => {
      const typed = list.join(' ');
      const accepted = refusalOf(() => read(typed)) === 'accepted';
      expect(accepted).toBe(validateMnemonic(typed, wordlist));
    }),
    { numRuns: 500 },
  );
});
