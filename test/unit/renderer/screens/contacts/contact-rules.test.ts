import { describe, expect, test } from 'vitest';
import {
  contactNameProblem,
  contactOf,
  contactProblems,
  pastedAddress,
} from '../../../../../renderer/screens/contacts/contact-rules.ts';
import { addressSchema } from '../../../../../tee-sim/protocol/payment.ts';
import { contactSchema } from '../../../../../tee-sim/protocol/wallets.ts';

const ADDRESS = addressSchema.parse('0x52908400098527886E0F7030069857D2E4169EE7');
const OTHER = addressSchema.parse(`0x${'ab'.repeat(20)}`);
const BOOK = [contactSchema.parse({ address: ADDRESS, name: 'Landlady', addedAtMs: 1, payments: 0 })];
const problems = (address: string, name = 'Shop') => contactProblems({ address, name }, BOOK);

describe('an address', () => {
  test.each([
    ` ${OTHER}\n`,
    `ethereum:${OTHER}`,
    `ethereum:pay-${OTHER}`,
    OTHER.replace(/(.{10})/g, '$1 '),
    `${OTHER.slice(0, 20)}\r\n${OTHER.slice(20)}`,
  ])('is understood as it was pasted: %j', (text) => {
    expect(pastedAddress(text)).toBe(OTHER);
  });

  test('that is none, or has a wrong checksum, is told apart', () => {
    expect(problems(OTHER)).toEqual({});
    expect(problems('')).toEqual({ address: 'addressEmpty' });
    expect(problems(OTHER.slice(0, -1))).toEqual({ address: 'addressForm' });
    const wrong = OTHER.replace(/[a-f]/, (digit) => digit.toUpperCase());
    const swapped = wrong === OTHER ? OTHER.replace(/[A-F]/, (digit) => digit.toLowerCase()) : wrong;
    expect(problems(swapped)).toEqual({ address: 'addressChecksum' });
  });

  test('that is in the book already is said to be, in any case', () => {
    expect(problems(ADDRESS)).toEqual({ address: 'addressKnown' });
    expect(problems(ADDRESS.toLowerCase())).toEqual({ address: 'addressKnown' });
    expect(contactOf(ADDRESS.toLowerCase(), BOOK)?.name).toBe('Landlady');
    expect(contactOf('0x', BOOK)).toBeUndefined();
  });
});

test('a name is not empty and not too long', () => {
  expect(contactNameProblem(' ')).toBe('nameEmpty');
  expect(contactNameProblem('x'.repeat(65))).toBe('nameLong');
  expect(contactNameProblem('x'.repeat(64))).toBeUndefined();
  expect(problems('', '')).toEqual({ address: 'addressEmpty', name: 'nameEmpty' });
});
