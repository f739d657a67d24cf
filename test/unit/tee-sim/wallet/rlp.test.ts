import { ethers } from 'ethers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hexToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { decodeRlp, encodeRlp, type RlpItem } from '../../../../tee-sim/wallet/rlp.ts';
import { toHex } from '../../../../tee-sim/wallet/uint.ts';
import { NOT_CANONICAL, refusalOf, TOO_LARGE, TRANSACTION_FORMAT } from './refusal.ts';

const item = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.uint8Array({ maxLength: 70 }),
    fc.array(tie('item'), { maxLength: 6 }),
  ),
})).item;

function forEthers(each: RlpItem): ethers.RlpStructuredData {
  return each instanceof Uint8Array ? toHex(each) : each.map(forEthers);
}

it('encodes as ethers does, and decodes what it encoded', () => {
  fc.assert(
    fc.property(item, (each) => {
      const encoded = encodeRlp(each);
      expect(toHex(encoded)).toBe(ethers.encodeRlp(forEthers(each)));
      expect(decodeRlp(encoded)).toEqual(each);
    }),
    { numRuns: 1000 },
  );
});

it('reads any bytes as one canonical value or not at all', () => {
  const prefix = fc.constantFrom(
    0x00,
    0x7f,
    0x80,
    0x81,
    0x82,
    0xb7,
    0xb8,
    0xb9,
    0xc0,
    0xc1,
    0xc2,
    0xf7,
    0xf8,
  );
  const noise = fc.tuple(prefix, fc.uint8Array({ maxLength: 4 }));
  fc.assert(
    fc.property(noise, ([first, rest]) => {
      const bytes = Uint8Array.of(first, ...rest);
      if (refusalOf(() => decodeRlp(bytes)) === 'accepted')
        expect(encodeRlp(decodeRlp(bytes))).toEqual(bytes);
    }),
    { numRuns: 5000 },
  );
});

it.each(['8100', '817f', `b90038${'ff'.repeat(56)}`, 'b801ff', 'b90001ff', 'b800', 'f800'])(
  'refuses another spelling: %s',
  (text) => {
    expect(refusalOf(() => decodeRlp(hexToBytes(text)))).toBe(NOT_CANONICAL);
  },
);

it.each(['', 'c5010203', '81', 'b8', 'bf0f00', 'c0c0', 'c281'])('refuses %s', (text) => {
  expect(refusalOf(() => decodeRlp(hexToBytes(text)))).toBe(TRANSACTION_FORMAT);
});

it('refuses an abyss and a flood', () => {
  let deep: RlpItem = [];
  for (let i = 0; i < 8; i += 1) deep = [deep];
  expect(refusalOf(() => decodeRlp(encodeRlp(deep)))).toBe(TRANSACTION_FORMAT);
  expect(refusalOf(() => decodeRlp(new Uint8Array(131_073)))).toBe(TOO_LARGE);
});
