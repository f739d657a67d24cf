import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { hexSchema, nonceSchema, uintSchema } from '../../../../tee-sim/protocol/ethereum.ts';

describe.each([64, 128, 256, 512])('a number of %i bits', (bits) => {
  const schema = uintSchema(bits);

  it('is read whole, up to the greatest', () => {
    for (const value of [0n, 1n, 10n, (1n << BigInt(bits)) - 1n]) {
      expect(schema.parse(value.toString())).toBe(value);
    }
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << BigInt(bits)) - 1n), (value) => schema.parse(String(value)) === value),
    );
  });

  it.each(['', '-1', '+1', '01', '1.0', '1e3', '0x1', ' 1', '1 ', '١', '1_000', '1'.repeat(1_000)])(
    'is not "%s"',
    (text) => {
      expect(schema.safeParse(text).success).toBe(false);
    },
  );

  it('is not one more than the greatest, nor anything but text', () => {
    expect(schema.safeParse((1n << BigInt(bits)).toString()).success).toBe(false);
    for (const value of [1, 1n, null, undefined, ['1']]) expect(schema.safeParse(value).success).toBe(false);
  });
});

test('a nonce is below 2⁶⁴ − 1 (EIP-2681)', () => {
  expect(nonceSchema.parse(String(2n ** 64n - 2n))).toBe(2n ** 64n - 2n);
  expect(nonceSchema.safeParse(String(2n ** 64n - 1n)).success).toBe(false);
});

describe('hex', () => {
  const schema = hexSchema(1, 4);

  it('is read as its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 4 }), (bytes) => {
        expect(schema.parse(`0x${bytesToHex(bytes)}`)).toEqual(bytes);
      }),
    );
  });

  it.each(['0x', '0x1', '0xAB', '0X01', '01', '0x0102030405', '0x0g', ' 0x01', '0x01\n'])(
    'is not %j',
    (text) => {
      expect(schema.safeParse(text).success).toBe(false);
    },
  );

  it('is of exactly one length where that is asked for', () => {
    expect(hexSchema(2).parse('0x0102')).toEqual(Uint8Array.of(1, 2));
    expect(hexSchema(2).safeParse('0x01').success).toBe(false);
    expect(hexSchema(2).safeParse('0x010203').success).toBe(false);
  });
});
