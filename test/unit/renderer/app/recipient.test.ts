import { describe, expect, test } from 'vitest';
import { recipientProblem, recipientState } from '../../../../renderer/app/recipient.ts';

// EIP-55's own example address.
const MIXED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

describe('the recipient', () => {
  test.each([
    [MIXED, 'checked'],
    [`  ${MIXED}\n`, 'checked'],
    [MIXED.toLowerCase(), 'unchecked'],
    [`0x${MIXED.slice(2).toUpperCase()}`, 'unchecked'],
    [MIXED.replace('aA', 'Aa'), 'wrong-checksum'],
    [MIXED.slice(0, -1), 'incomplete'],
    [`${MIXED}0`, 'incomplete'],
    [MIXED.replace('0x', '0X'), 'incomplete'],
    [MIXED.replace('5', '٥'), 'incomplete'],
    ['<b>0x</b>', 'incomplete'],
  ])('%s is %s', (text, state) => {
    expect(recipientState(text)).toBe(state);
  });
});

test.each([
  [' ', 'empty'],
  ['0x12', 'form'],
  [MIXED.replace('aA', 'Aa'), 'checksum'],
  [MIXED, undefined],
  [MIXED.toLowerCase(), undefined],
])('%j: %s', (text, problem) => {
  expect(recipientProblem(text)).toBe(problem);
});
