// RLP against Ethereum's own vectors, valid and invalid.
import { expect, it } from 'vitest';
import { hexToBytes, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { decodeRlp, encodeRlp, type RlpItem } from '../../tee-sim/wallet/rlp.ts';
import { toHex, uintToMinimalBytes } from '../../tee-sim/wallet/uint.ts';
import { describeVectors, readVectors } from '../helpers/vectors.ts';
import { NOT_CANONICAL, refusalOf, TRANSACTION_FORMAT } from '../unit/tee-sim/wallet/refusal.ts';

type Written = string | number | Written[];

describeVectors('RLP vectors', () => {
  it('encode and decode', () => {
    const cases = Object.values(
      readVectors<Record<string, { in: Written; out: string }>>('eth/rlptest.json'),
    );
    expect(cases.length).toBeGreaterThan(20);
    for (const { in: written, out } of cases) {
      const item = itemOf(written);
      expect(toHex(encodeRlp(item))).toBe(out);
      expect(decodeRlp(hexToBytes(out.slice(2)))).toEqual(item);
    }
  });

  it('are refused where they are invalid', () => {
    const cases = Object.entries(readVectors<Record<string, { out: string }>>('eth/invalidRLPTest.json'));
    expect(cases.length).toBeGreaterThan(20);
    for (const [name, { out }] of cases) {
      const bytes = hexToBytes(out.replace('0x', ''));
      const refusal = refusalOf(() => decodeRlp(bytes));
      expect([name, [NOT_CANONICAL, TRANSACTION_FORMAT].includes(refusal)]).toEqual([name, true]);
    }
  });
});

/** A number, or `#` and a decimal one, is an integer; other text is its own bytes. */
function itemOf(written: Written): RlpItem {
  if (Array.isArray(written)) return written.map(itemOf);
  if (typeof written === 'number') return uintToMinimalBytes(BigInt(written));
  if (!written.startsWith('#')) return utf8ToBytes(written);
  // One of them has 257 bits, which no Ethereum number has.
  const digits = BigInt(written.slice(1)).toString(16);
  return hexToBytes(digits.length % 2 === 0 ? digits : `0${digits}`);
}
