import { expect, test } from 'vitest';
import { movedIndex } from '../../../../renderer/ui/moved-index.ts';

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowUp', 1, 0],
  ['ArrowUp', 0, 0],
  ['ArrowDown', 24, 24],
  ['PageDown', 3, 13],
  ['PageDown', 20, 24],
  ['PageUp', 3, 0],
  ['Home', 13, 0],
  ['End', 13, 24],
])('%s at %i of 25 leads to %i', (key, index, expected) => {
  expect(movedIndex(key, index, 25)).toBe(expected);
});

test.each(['Enter', 'a', 'Tab', 'toString', '__proto__'])('%s moves nothing', (key) => {
  expect(movedIndex(key, 3, 25)).toBeUndefined();
});
