import { describe, expect, test } from 'vitest';
import { readChosen } from '../../../../../../renderer/screens/wallets/bring/file-field.tsx';
import {
  isImportKind,
  keyBytes,
  MAX_FILE_CHARACTERS,
  phraseBytes,
  phraseProblems,
} from '../../../../../../renderer/screens/wallets/bring/import-rules.ts';
import { bytesToHex, bytesToUtf8 } from '../../../../../../tee-sim/protocol/bytes.ts';
import { commands } from '../../../../../../tee-sim/protocol/commands.ts';

const entries = { name: 'Old', words: 'a '.repeat(12), withPassphrase: false, passphrase: '' };

describe('a phrase', () => {
  test('has 12 or 24 words, a name, and a passphrase that fits', () => {
    expect(phraseProblems(entries)).toEqual({});
    expect(phraseProblems({ ...entries, words: 'a '.repeat(24) })).toEqual({});
    for (const count of [0, 1, 11, 13, 15, 23, 25]) {
      expect(phraseProblems({ ...entries, words: 'a '.repeat(count) }), String(count)).toEqual({
        words: 'count',
      });
    }
    expect(phraseProblems({ ...entries, name: '' })).toEqual({ name: 'nameEmpty' });
    const long = { ...entries, passphrase: 'x'.repeat(1_025) };
    expect(phraseProblems(long)).toEqual({});
    expect(phraseProblems({ ...long, withPassphrase: true })).toEqual({ passphrase: 'passphraseLong' });
  });

  test('is sent as it was meant: spaces, line ends, capitals and full-width letters do not count', () => {
    expect(bytesToUtf8(phraseBytes('  Test\n\tjunk\u3000ＪＵＮＫ, test '))).toBe('test junk junk test');
  });
});

describe('a key', () => {
  const hex = 'ab'.repeat(32);
  test.each([hex, hex.toUpperCase(), `0x${hex}`, ` 0X${hex}\n`, hex.replace(/(.{8})/g, '$1 ')])(
    'is %j',
    (text) => {
      expect(bytesToHex(keyBytes(text) ?? new Uint8Array())).toBe(hex);
    },
  );

  test.each(['', '0x', hex.slice(2), `${hex}ab`, `g${hex.slice(1)}`, `0x0x${hex}`])('is not %j', (text) => {
    expect(keyBytes(text)).toBeUndefined();
  });
});

describe('a keystore file', () => {
  const file = (text: string, size = text.length) => ({ name: 'key.json', size, text: async () => text });

  test('is read whole, when it is no larger than the TEE takes', async () => {
    expect(await readChosen(file('{}'))).toEqual({ name: 'key.json', text: '{}', problem: undefined });
    const largest = 'x'.repeat(MAX_FILE_CHARACTERS);
    expect(await readChosen(file(largest))).toMatchObject({ text: largest });
    expect(await readChosen(file(`${largest}x`))).toMatchObject({ text: undefined, problem: 'fileLarge' });
    const params = commands.OPEN_KEYSTORE.params;
    expect(params.safeParse({ file: largest }).success).toBe(true);
    expect(params.safeParse({ file: `${largest}x` }).success).toBe(false);
  });

  test('that is huge is not even read', async () => {
    const huge = { name: 'film.mp4', size: 1e12, text: () => Promise.reject(new Error('read')) };
    expect(await readChosen(huge)).toMatchObject({ problem: 'fileLarge' });
  });

  test('that cannot be read is one', async () => {
    const gone = { name: 'gone.json', size: 10, text: () => Promise.reject(new Error('gone')) };
    expect(await readChosen(gone)).toEqual({ name: 'gone.json', text: undefined, problem: 'fileUnreadable' });
  });
});

test('there are three kinds', () => {
  expect(['phrase', 'key', 'keystore', 'toString', 3].filter(isImportKind)).toEqual([
    'phrase',
    'key',
    'keystore',
  ]);
});
