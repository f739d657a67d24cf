// Strict input in bytes, typed data, phrases and keystores: what has more than one spelling, or none that counts, is
// refused. The forms of the wire are in strict-forms.test.ts.
import { ethers } from 'ethers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToUtf8, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { openKeystore } from '../../../../tee-sim/wallet/keystore.ts';
import { entropyToPhrase, phraseToEntropy } from '../../../../tee-sim/wallet/phrase.ts';
import { decodeRlp, encodeRlp, type RlpItem } from '../../../../tee-sim/wallet/rlp.ts';
import type { Transaction } from '../../../../tee-sim/wallet/transaction.ts';
import { parseUnsigned, serializeUnsigned } from '../../../../tee-sim/wallet/transaction-codec.ts';
import { parseTypedData } from '../../../../tee-sim/wallet/typed-data.ts';
import { toHex } from '../../../../tee-sim/wallet/uint.ts';
import { bytes, transaction } from './arbitraries.ts';
import { NOT_CANONICAL, refusalOf, refusalOfAsync, TRANSACTION_FORMAT, TYPED_DATA_VALUE } from './refusal.ts';

/** The list that a transaction's bytes carry, what stands before it, and how many fields are plain numbers. */
function listOf(each: Transaction): { type: number[]; fields: RlpItem[] } {
  const raw = serializeUnsigned(each);
  const type = each.type === 'legacy' ? [] : [raw[0] ?? 0];
  return { type, fields: [...(decodeRlp(raw.subarray(type.length)) as readonly RlpItem[])] };
}
const rebuilt = (type: number[], fields: readonly RlpItem[]): Uint8Array =>
  Uint8Array.of(...type, ...encodeRlp(fields));
/** Where numbers stand in the list. */
const NUMBERS = {
  legacy: [0, 1, 2, 4, 6],
  eip2930: [0, 1, 2, 3, 5],
  eip1559: [0, 1, 2, 3, 4, 6],
  eip7702: [0, 1, 2, 3, 4, 6],
};

it('refuses numbers in transactions that start with a zero, or are longer than any', () => {
  fc.assert(
    fc.property(transaction, fc.nat(), fc.boolean(), (each, at, long) => {
      const { type, fields } = listOf(each);
      expect(rebuilt(type, fields)).toEqual(serializeUnsigned(each));
      const places = NUMBERS[each.type];
      const i = places[at % places.length] ?? 0;
      const number = fields[i] as Uint8Array;
      fields[i] = long ? new Uint8Array(33).fill(0xff) : Uint8Array.of(0, ...number);
      const expected = long ? TRANSACTION_FORMAT : NOT_CANONICAL;
      expect(refusalOf(() => parseUnsigned(rebuilt(type, fields)))).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

it('refuses transactions with a field more, a field less, or bytes behind', () => {
  fc.assert(
    fc.property(transaction, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 5 }), (each, at, more) => {
      const { type, fields } = listOf(each);
      const i = at % fields.length;
      const bad = [
        rebuilt(type, [...fields, more]),
        rebuilt(type, [...fields.slice(0, i), ...fields.slice(i + 1)]),
        rebuilt(type, [...fields.slice(0, i), [fields[i] ?? []], ...fields.slice(i + 1)]),
        Uint8Array.of(...serializeUnsigned(each), ...more),
        serializeUnsigned(each).subarray(0, -1),
      ];
      for (const raw of bad) expect(refusalOf(() => parseUnsigned(raw))).not.toBe('accepted');
    }),
    { numRuns: 300 },
  );
});

it('refuses transactions that parse elsewhere but would be written otherwise', () => {
  fc.assert(
    fc.property(transaction, (each) => {
      const { type, fields } = listOf(each);
      const payload = encodeRlp(fields);
      const prefix = payload[0] ?? 0;
      const lengthBytes = prefix > 0xf7 ? prefix - 0xf7 : 0;
      const stated = payload.subarray(1, 1 + lengthBytes);
      const body = payload.subarray(1 + lengthBytes);
      // The length of the same list with a zero before it, or in the long form where the short one is due.
      const length = lengthBytes > 0 ? [0, ...stated] : [body.length];
      const other = Uint8Array.of(...type, 0xf7 + length.length, ...length, ...body);
      expect(refusalOf(() => parseUnsigned(other))).toBe(NOT_CANONICAL);
    }),
    { numRuns: 300 },
  );
});

const typed = (type: string, value: string): string =>
  `{"types":{"EIP712Domain":[{"name":"name","type":"string"}],"A":[{"name":"a","type":"${type}"}]},` +
  `"primaryType":"A","domain":{"name":"x"},"message":{"a":${value}}}`;

it('refuses integers in typed data that are out of range, no integer, or of two spellings', () => {
  const bits = fc.integer({ min: 1, max: 32 }).map((n) => 8 * n);
  const extra = fc.bigInt({ min: 0n, max: 1n << 260n });
  fc.assert(
    fc.property(bits, fc.boolean(), extra, (size, signed, more) => {
      const type = `${signed ? '' : 'u'}int${size}`;
      const limit = 1n << BigInt(signed ? size - 1 : size);
      const low = signed ? -limit : 0n;
      const parse = (value: string): string => refusalOf(() => parseTypedData(typed(type, value)));
      for (const good of [limit - 1n, low]) expect(parse(`"${good}"`)).toBe('accepted');
      const bad = [limit + more, low - 1n - more].flatMap((each) => [`"${each}"`, String(each)]);
      const small = more % 100n;
      for (const each of [
        ...bad,
        `${small}.5`,
        `${small}.0`,
        `${small}e0`,
        `"${small}.0"`,
        `"0${small}"`,
        `"+${small}"`,
        `" ${small}"`,
        `"0x0${small}"`,
        `0${small}`,
        '-0',
        '"-0"',
        '9007199254740993',
      ]) {
        expect([each, parse(each)]).toEqual([each, TYPED_DATA_VALUE]);
      }
    }),
    { numRuns: 150 },
  );
});

it('refuses typed data whose JSON says a name twice, wherever', () => {
  const good = typed('uint8', '1');
  const names = [...good.matchAll(/"(\w+)":("[^"]*"|1)/g)];
  expect(names.length).toBeGreaterThan(5);
  for (const { 0: member, index } of names) {
    const twice = `${good.slice(0, index)}${member},${good.slice(index)}`;
    expect([member, refusalOf(() => parseTypedData(twice))]).toEqual([member, TYPED_DATA_VALUE]);
  }
});

const entropy = fc.oneof(bytes(16), bytes(32));
const space = fc.stringMatching(/^[ \t\n\r\u00a0\u2003\u3000]{1,4}$/);

it('reads a phrase under any spacing, case and width, and no changed one by accident', () => {
  fc.assert(
    fc.property(entropy, space, fc.boolean(), fc.boolean(), fc.nat(), (secret, gap, wide, upper, at) => {
      const phrase = bytesToUtf8(entropyToPhrase(secret));
      const words = phrase.split(' ');
      const typedWords = upper ? phrase.toUpperCase().split(' ') : words;
      const spaced = `${gap}${typedWords.join(gap)}${gap}`;
      const widened = spaced.replaceAll(/[a-zA-Z]/g, (letter) =>
        wide ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter,
      );
      expect(phraseToEntropy(utf8ToBytes(widened))).toEqual(secret);
      const i = at % words.length;
      const read = (all: string[]): string => refusalOf(() => phraseToEntropy(utf8ToBytes(all.join(' '))));
      expect(read(words.filter((_, j) => j !== i))).toBe('BAD_PARAMETERS: wrong-word-count');
      expect(read([...words, ...words, ...words])).toBe('BAD_PARAMETERS: wrong-word-count');
      expect(read(words.map((word, j) => (j === i ? `${word}x` : word)))).toBe(
        'BAD_PARAMETERS: unknown-word',
      );
      const other = words.map((word, j) => (j === i ? (words[(i + 1) % words.length] ?? '') : word));
      const refusal = read(other);
      if (refusal === 'accepted') {
        expect(phraseToEntropy(utf8ToBytes(other.join(' ')))).toEqual(
          ethers.getBytes(ethers.Mnemonic.fromPhrase(other.join(' ')).entropy),
        );
      } else expect(refusal).toBe('BAD_PARAMETERS: wrong-checksum');
    }),
    { numRuns: 200 },
  );
});

it('never opens a changed keystore to another key', async () => {
  const key = Uint8Array.from(randomBytes(32)).fill(0, 0, 1);
  const account = { address: ethers.computeAddress(toHex(key)), privateKey: toHex(key) };
  const file = ethers.encryptKeystoreJsonSync(account, 'pw', { scrypt: { N: 2, r: 1, p: 1 } });
  const quiet = { report: () => {}, cancelled: () => false };
  const open = (text: string): Promise<Uint8Array> =>
    openKeystore(utf8ToBytes(text), utf8ToBytes('pw'), quiet);
  expect(await open(file)).toEqual(key);
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: file.length - 1 }),
      fc.constantFrom(...'0123456789abcdef{}",:'),
      async (at, char) => {
        const changed = `${file.slice(0, at)}${char}${file.slice(at + 1)}`;
        const refusal = await refusalOfAsync(() => open(changed));
        // What is no part of the key's protection may differ: the file's id, its name, the case of hex.
        if (refusal === 'accepted') expect(await open(changed)).toEqual(key);
        else {
          expect(refusal).toMatch(
            /^(BAD_FORMAT: keystore-format|EXCESS_DATA: keystore-too-costly|MAC_INVALID|CORRUPT_OBJECT|ACCESS_CONFLICT)$/,
          );
        }
      },
    ),
    { numRuns: 400 },
  );
});
