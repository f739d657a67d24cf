import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEther, parseGwei } from '../../../../renderer/app/amount.ts';
import { createFormat } from '../../../../renderer/i18n/format.ts';

const UINT256_MAX = (1n << 256n) - 1n;

/** The shortest decimal text of so many wei. */
function etherText(wei: bigint): string {
  const digits = wei.toString().padStart(19, '0');
  const fraction = digits.slice(-18).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -18) : `${digits.slice(0, -18)}.${fraction}`;
}

describe('parseEther', () => {
  test.each([
    ['1', 10n ** 18n],
    ['0', 0n],
    ['0.000000000000000001', 1n],
    ['.5', 5n * 10n ** 17n],
    ['5.', 5n * 10n ** 18n],
    ['007.10', 71n * 10n ** 17n],
    ['  12.25\n', 1225n * 10n ** 16n],
    ['9007199254740993.000000000000000001', 9007199254740993000000000000000001n],
    [etherText(UINT256_MAX), UINT256_MAX],
  ])('%s', (text, wei) => {
    expect(parseEther(text)).toEqual({ ok: true, wei });
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['.', 'form'],
    ['-1', 'form'],
    ['+1', 'form'],
    ['1e18', 'form'],
    ['0x10', 'form'],
    ['1 000', 'form'],
    ['1.2.3', 'form'],
    ['1,000.5', 'form'],
    ['NaN', 'form'],
    ['Infinity', 'form'],
    ['١٢', 'form'],
    ['１.５', 'form'],
    ['1,5', 'comma'],
    ['0.0000000000000000001', 'decimals'],
    ['0.0000000000000000000', 'decimals'],
    [etherText(UINT256_MAX + 1n), 'too-large'],
    ['9'.repeat(78), 'too-large'],
    ['9'.repeat(1_000_000), 'too-large'],
  ])('refuses %.40s as %s', (text, problem) => {
    expect(parseEther(text)).toEqual({ ok: false, problem });
  });

  test('is exact for every uint256', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: UINT256_MAX }), (wei) => {
        expect(parseEther(etherText(wei))).toEqual({ ok: true, wei });
      }),
    );
  });

  test('reads back what the format writes, digit for digit', () => {
    const format = createFormat('en');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: UINT256_MAX }), (wei) => {
        const text = format.ether(wei).replace(' ETH', '').replaceAll(',', '');
        expect(parseEther(text)).toEqual({ ok: true, wei });
      }),
    );
  });

  test('never throws, and never makes an amount of what is not digits and one point', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40, unit: 'binary' }), (text) => {
        const parsed = parseEther(text);
        if (parsed.ok) expect(text.trim()).toMatch(/^(\d+\.?\d*|\.\d+)$/);
      }),
    );
  });
});

describe('parseGwei', () => {
  test.each([
    ['30', 30_000_000_000n],
    ['0.000000001', 1n],
    [' 1.5 ', 1_500_000_000n],
  ])('%s', (text, wei) => {
    expect(parseGwei(text)).toEqual({ ok: true, wei });
  });

  test('has no tenth decimal', () => {
    expect(parseGwei('0.0000000001')).toEqual({ ok: false, problem: 'decimals' });
  });
});
