// What a payment may say: addresses with a right checksum or none, whole amounts of wei, real chain ids.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressSchema,
  chainIdSchema,
  paymentSchema,
  toChecksumAddress,
  weiSchema,
} from '../../../../tee-sim/protocol/payment.ts';

const parses = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

// EIP-55's own examples.
const CHECKSUMMED = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];

describe('addresses', () => {
  it.each(CHECKSUMMED)('%s is accepted as it is, in lower and in upper case', (address) => {
    const lower = address.toLowerCase();
    const upper = `0x${address.slice(2).toUpperCase()}`;
    for (const form of [address, lower, upper]) expect(addressSchema.parse(form)).toBe(address);
  });

  it.each(CHECKSUMMED)('%s is refused with the case of any one letter changed', (address) => {
    for (let i = 2; i < address.length; i += 1) {
      const char = address.charAt(i);
      const other = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();
      if (other === char) continue;
      expect(parses(addressSchema, address.slice(0, i) + other + address.slice(i + 1))).toBe(false);
    }
  });

  it.each([
    ['nothing', ''],
    ['no 0x', '5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
    ['0X', '0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
    ['39 digits', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae'],
    ['41 digits', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed0'],
    ['a digit that is none', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg'],
    ['a letter of another script', '0x5аaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
    ['a space behind', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed '],
    ['a line end behind', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\n'],
    ['a name', 'vitalik.eth'],
    ['a number', 0x5aae],
  ])('with %s is refused', (_name, address) => {
    expect(parses(addressSchema, address)).toBe(false);
  });

  it('have one checksum, whatever case they come in', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(digits, (hex) => {
        const checksummed = toChecksumAddress(`0x${hex}`);
        expect(checksummed.toLowerCase()).toBe(`0x${hex}`);
        expect(toChecksumAddress(`0x${hex.toUpperCase()}`)).toBe(checksummed);
        expect(addressSchema.parse(checksummed)).toBe(checksummed);
      }),
    );
  });
});

describe('amounts', () => {
  it.each([0n, 1n, 10n ** 18n, 2n ** 256n - 1n])('may be %i wei', (amount) => {
    expect(weiSchema.parse(amount.toString())).toBe(amount);
  });

  it.each([
    ['2^256', (2n ** 256n).toString()],
    ['a negative one', '-1'],
    ['a plus sign', '+1'],
    ['a leading zero', '01'],
    ['a fraction', '1.0'],
    ['an exponent', '1e18'],
    ['hex', '0x10'],
    ['white space', ' 1'],
    ['a line end', '1\n'],
    ['nothing', ''],
    ['digits of another script', '１'],
    ['a number', 1],
    ['a bigint', 1n],
  ])('may not be %s', (_name, amount) => {
    expect(parses(weiSchema, amount)).toBe(false);
  });
});

describe('chain ids', () => {
  it.each([1, 31_337, 4_503_599_627_370_476])('may be %i', (chainId) => {
    expect(chainIdSchema.parse(chainId)).toBe(chainId);
  });

  it.each([0, -1, 1.5, 4_503_599_627_370_477, Number.NaN, Number.POSITIVE_INFINITY, '1', null])(
    'may not be %s',
    (chainId) => {
      expect(parses(chainIdSchema, chainId)).toBe(false);
    },
  );
});

describe('payments', () => {
  const good = { chainId: 1, to: CHECKSUMMED[0], amountWei: '1', note: '' };

  it('are complete and nothing more', () => {
    expect(parses(paymentSchema, good)).toBe(true);
    expect(parses(paymentSchema, { ...good, data: '0x' })).toBe(false);
    expect(parses(paymentSchema, { ...good, note: 'x'.repeat(10_001) })).toBe(false);
    for (const field of Object.keys(good)) {
      const without = Object.fromEntries(Object.entries(good).filter(([name]) => name !== field));
      expect(parses(paymentSchema, without)).toBe(false);
    }
  });
});
