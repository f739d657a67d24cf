import { expect, test } from 'vitest';
import { haveLengths } from '../../../../tee-sim/protocol/command-spec.ts';

const bytes = (length: number) => new Uint8Array(length);

test.each([
  ['none where none belong', [], [], true],
  ['exactly as long', [32], [32], true],
  ['shorter', [31], [32], false],
  ['longer', [33], [32], false],
  ['as short as may be', [1], [[1, 4]], true],
  ['as long as may be', [4], [[1, 4]], true],
  ['empty where one byte is the least', [0], [[1, 4]], false],
  ['longer than the most', [5], [[1, 4]], false],
  ['one missing', [32], [32, 32], false],
  ['one too many', [32, 32], [32], false],
  ['one where none belongs', [0], [], false],
  ['in another order', [4, 32], [32, [1, 4]], false],
] as const)('secrets are told apart from what the table says: %s', (_what, given, lengths, fits) => {
  expect(haveLengths(given.map(bytes), lengths)).toBe(fits);
});
