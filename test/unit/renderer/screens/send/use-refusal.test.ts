import { expect, test } from 'vitest';
import { besideFields } from '../../../../../renderer/screens/send/use-refusal.ts';

test('what a field tells of is not told beside it', () => {
  expect(besideFields(['recipient-checksum'], [])).toEqual([]);
  expect(besideFields(['own-address', 'not-enough'], ['own-address', 'not-enough'])).toEqual([]);
});

test('what no field tells of is', () => {
  const refusals = ['recipient-empty', 'chain-mismatch', 'underway'] as const;
  expect(besideFields(refusals, [undefined, 'underway'])).toEqual(['chain-mismatch']);
  expect(besideFields(['own-address', 'not-enough'], [undefined, 'not-enough'])).toEqual(['own-address']);
});
