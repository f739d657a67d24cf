// Wire forms of bytes: each has one text per byte string (hex may be in either case), and refuses every other.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base64UrlToBytes,
  bytesToBase64Url,
  bytesToHex,
  bytesToUtf8,
  concatBytes,
  equalBytes,
  hexToBytes,
  lengthPrefixed,
  u32be,
  utf8ToBytes,
  wipe,
} from '../../../../tee-sim/protocol/bytes.ts';

const anyBytes = fc.uint8Array({ maxLength: 200 });

describe('base64url', () => {
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('writes "%s" as RFC 4648 §10 does, without padding', (text, encoded) => {
    expect(bytesToBase64Url(utf8ToBytes(text))).toBe(encoded);
    expect(base64UrlToBytes(encoded)).toEqual(utf8ToBytes(text));
  });

  it('agrees with Node and comes back, for any bytes', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = bytesToBase64Url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(base64UrlToBytes(text)).toEqual(bytes);
      }),
    );
  });

  it('gives every byte string one text only: whatever decodes is what its bytes encode to', () => {
    const alphabet = fc.constantFrom(...'ABCDwxyz0189-_+/= \n');
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 12 }), (text) => {
        let bytes: Uint8Array;
        try {
          bytes = base64UrlToBytes(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        expect(bytesToBase64Url(bytes)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['one character', 'A'],
    ['five characters', 'AAAAA'],
    ['padding', 'Zg=='],
    ['the other alphabet, +', '-+AA'],
    ['the other alphabet, /', '/AAA'],
    ['white space', 'Zm 9'],
    ['a line end', 'Zm9v\n'],
    ['bits left over after one byte', 'Zh'],
    ['bits left over after two bytes', 'Zm9'],
    ['a look-alike outside ASCII', 'Zm9ѵ'],
  ])('refuses %s', (_name, text) => {
    expect(() => base64UrlToBytes(text)).toThrow(RangeError);
  });
});

describe('hex', () => {
  it('agrees with Node and comes back, for any bytes', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(bytesToHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(hexToBytes(bytesToHex(bytes))).toEqual(bytes);
      }),
    );
    expect(hexToBytes('00fFAb')).toEqual(Uint8Array.of(0, 255, 171));
  });

  it.each(['0', 'abc', '0g', '0x00', ' 00', '00\n', 'é0'])('refuses %j', (text) => {
    expect(() => hexToBytes(text)).toThrow(RangeError);
  });
});

describe('UTF-8', () => {
  it('comes back, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(bytesToUtf8(utf8ToBytes(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['an overlong form', [0xc0, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a cut character', [0xe4, 0xb8]],
    ['a byte beyond', [0xff]],
  ])('refuses %s', (_name, bytes) => {
    expect(() => bytesToUtf8(Uint8Array.from(bytes))).toThrow(TypeError);
  });

  it('keeps a byte order mark, so that no two byte strings give one text', () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b);
    expect(utf8ToBytes(bytesToUtf8(bytes))).toEqual(bytes);
  });
});

describe('concatenation', () => {
  it.each([
    [0, [0, 0, 0, 0]],
    [258, [0, 0, 1, 2]],
    [0xffffffff, [255, 255, 255, 255]],
  ])('writes %i as four bytes, big-endian', (value, bytes) => {
    expect(u32be(value)).toEqual(Uint8Array.from(bytes));
  });

  it('puts the length before every part', () => {
    expect(lengthPrefixed(Uint8Array.of(7), new Uint8Array(0))).toEqual(
      Uint8Array.of(0, 0, 0, 1, 7, 0, 0, 0, 0),
    );
    expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2))).toEqual(Uint8Array.of(1, 2));
  });

  it('gives no two lists of parts the same bytes', () => {
    const list = fc.array(fc.uint8Array({ maxLength: 3 }), { maxLength: 4 });
    const text = (parts: Uint8Array[]): string => JSON.stringify(parts.map(bytesToHex));
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(equalBytes(lengthPrefixed(...a), lengthPrefixed(...b))).toBe(text(a) === text(b));
      }),
    );
    const moved = lengthPrefixed(Uint8Array.of(1, 2), Uint8Array.of(3));
    expect(lengthPrefixed(Uint8Array.of(1), Uint8Array.of(2, 3))).not.toEqual(moved);
  });
});

describe('comparison and wiping', () => {
  it('holds for equal bytes only', () => {
    expect(equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), (bytes, at) => {
        expect(equalBytes(bytes, bytes.slice())).toBe(true);
        expect(equalBytes(bytes, concatBytes(bytes, Uint8Array.of(0)))).toBe(false);
        const changed = bytes.slice();
        changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ 0x80;
        expect(equalBytes(bytes, changed)).toBe(false);
      }),
    );
  });

  it('zeroes in place, and not the neighbours of a view', () => {
    const whole = Uint8Array.of(1, 2, 3, 4);
    wipe(whole.subarray(1, 3), undefined);
    expect(whole).toEqual(Uint8Array.of(1, 0, 0, 4));
  });
});
