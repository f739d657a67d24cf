import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addressToBytes,
  bytesToAddress,
  bytesToUint,
  checkUint,
  minimalBytesToUint,
  parseAddress,
  parseHex,
  parseUint,
  toHex,
  uintToBytes,
  uintToMinimalBytes,
} from '../../../../tee-sim/wallet/uint.ts';
import { address, uint256 } from './arbitraries.ts';
import { MALFORMED, NOT_CANONICAL, refusalOf, TRANSACTION_FORMAT } from './refusal.ts';

it('writes every number in one way, and reads it back', () => {
  fc.assert(
    fc.property(uint256, (value) => {
      expect(bytesToUint(uintToBytes(value, 32))).toBe(value);
      expect(minimalBytesToUint(uintToMinimalBytes(value), 256)).toBe(value);
      expect(uintToMinimalBytes(value)[0]).not.toBe(0);
      expect(parseUint(value.toString(), 256)).toBe(value);
      expect(parseUint(`0x${value.toString(16)}`, 256)).toBe(value);
    }),
    { numRuns: 1000 },
  );
});

it('refuses leading zeros and what does not fit', () => {
  for (const bytes of [[0], [0, 1]]) {
    expect(refusalOf(() => minimalBytesToUint(Uint8Array.from(bytes), 256))).toBe(NOT_CANONICAL);
  }
  expect(refusalOf(() => minimalBytesToUint(new Uint8Array(9).fill(1), 64))).toBe(TRANSACTION_FORMAT);
  for (const value of [-1n, 256n]) {
    expect(refusalOf(() => checkUint(value, 8))).toBe(MALFORMED);
    expect(refusalOf(() => uintToBytes(value, 1))).toBe(MALFORMED);
  }
  for (const value of [-1n, 1n << 256n]) expect(refusalOf(() => uintToMinimalBytes(value))).toBe(MALFORMED);
  expect(refusalOf(() => checkUint(1 as unknown as bigint, 8))).toBe(MALFORMED);
});

it.each([
  '',
  '-1',
  '+1',
  '01',
  '1.0',
  '1e2',
  ' 1',
  '1 ',
  '1n',
  '0x',
  '0x01',
  '0X1',
  '0b1',
  'ff',
  '１',
  '256',
  '9'.repeat(81),
])('refuses %j as a number of 8 bits', (text) => {
  expect(refusalOf(() => parseUint(text, 8))).toBe(MALFORMED);
});

it.each(['', '0', '0x0', '0X00', '00', '0xgg', '0x00 ', '0x0０'])('refuses %j as bytes', (text) => {
  expect(refusalOf(() => parseHex(text))).toBe(MALFORMED);
});

it('reads addresses of one case or with their checksum, and no others', () => {
  fc.assert(
    fc.property(address, (checksummed) => {
      expect(bytesToAddress(addressToBytes(checksummed))).toBe(checksummed);
      expect(parseAddress(checksummed.toLowerCase())).toBe(checksummed);
      expect(toHex(addressToBytes(checksummed))).toBe(checksummed.toLowerCase());
    }),
  );
  const wrong = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed';
  for (const text of [wrong, wrong.slice(2), wrong.slice(0, -1), `${wrong}0`, '0xvitalik.eth']) {
    expect(refusalOf(() => parseAddress(text))).toBe(MALFORMED);
  }
  for (const length of [19, 21])
    expect(refusalOf(() => bytesToAddress(new Uint8Array(length)))).toBe(MALFORMED);
});
