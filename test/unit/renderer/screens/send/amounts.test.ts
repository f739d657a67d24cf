import { expect, test } from 'vitest';
import { roundedUp } from '../../../../../renderer/screens/send/amounts.ts';

test.each([
  [0n, 0n],
  [7n, 7n],
  [9_999n, 9_999n],
  [10_001n, 10_010n],
  [99_991n, 100_000n],
  [84_021_000_000_001n, 84_030_000_000_000n],
  [84_020_000_000_000n, 84_020_000_000_000n],
])('%s is told as at most %s', (amount, told) => {
  expect(roundedUp(amount)).toBe(told);
});
