import { expect, test } from 'vitest';
import { hexToBytes } from '../../../../renderer/app/hex.ts';

test('reads hex of either case', () => {
  expect(hexToBytes('00fF7a')).toEqual(Uint8Array.of(0, 255, 122));
  expect(hexToBytes('')).toEqual(new Uint8Array(0));
});

test.each(['0', '0g', ' 00', '0x00', '00 '])('refuses %j', (text) => {
  expect(() => hexToBytes(text)).toThrow('BAD_FORMAT');
});
