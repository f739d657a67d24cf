import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTerms } from '../../../../../renderer/app/binding-terms.ts';
import { CHAINS } from '../../../../../renderer/app/chains.ts';
import {
  type BindingForm,
  findBindingProblems,
  formOf,
  freeChain,
  NEW_BINDING,
  termsOf,
} from '../../../../../renderer/screens/security/binding-form.ts';
import { bindingTermsSchema } from '../../../../../tee-sim/protocol/bindings.ts';

const NOW = new Date(2026, 5, 15, 12).getTime();
const TOKEN = '0x52908400098527886E0F7030069857D2E4169EE7';
const limited = (perTransaction: string, perDay: string): BindingForm => ({
  ...NEW_BINDING,
  limits: [{ chainId: 1, perTransaction, perDay }],
});

describe('the form of an access', () => {
  test('stands for terms in base units that the TEE takes', () => {
    const terms = termsOf(limited('0.5', '1.000000000000000001'), NOW);
    expect(terms).toEqual({
      type: 'Authorized',
      permissions: ['READ', 'SIGN'],
      limits: [
        {
          chainId: 1,
          asset: 'native',
          perTransaction: '500000000000000000',
          perDay: '1000000000000000001',
        },
      ],
    });
    expect(bindingTermsSchema.safeParse(terms).success).toBe(true);
  });

  test('a guardian can neither pay nor be limited', () => {
    expect(termsOf({ ...limited('1', '2'), type: 'Guardian' }, NOW)).toEqual({
      type: 'Guardian',
      permissions: ['READ', 'APPROVE'],
    });
  });

  test('who only looks pays nothing, whatever the limits said', () => {
    expect(termsOf({ ...limited('', ''), maySign: false }, NOW)).toEqual({
      type: 'Authorized',
      permissions: ['READ'],
    });
  });

  test('ends when its last day is over', () => {
    const terms = termsOf({ ...limited('1', '1'), lastDay: '2026-06-15' }, NOW);
    expect(terms?.expiresAtMs).toBe(new Date(2026, 5, 16).getTime());
  });

  test.each([
    ['2026-06-14', true],
    ['2026-06-15', false],
  ])('a last day of %s is over: %s', (lastDay, isOver) => {
    const problems = findBindingProblems({ ...limited('1', '1'), lastDay }, NOW);
    expect(problems.some(({ field }) => field === 'lastDay')).toBe(isOver);
  });

  test.each([
    ['', '1', 'perTransaction', 'empty'],
    ['1', '', 'perDay', 'empty'],
    ['1,5', '2', 'perTransaction', 'comma'],
    ['1', '-2', 'perDay', 'form'],
    ['2', '1', 'perDay', 'below-transaction'],
  ])('%j for one payment and %j a day is refused', (once, daily, field, problem) => {
    expect(findBindingProblems(limited(once, daily), NOW)).toEqual([{ field, row: 0, problem }]);
    expect(termsOf(limited(once, daily), NOW)).toBeUndefined();
  });

  test('comes back from any terms that it can show, and keeps those that it cannot', () => {
    const amount = fc.bigInt({ min: 0n, max: (1n << 200n) - 1n });
    const row = fc.record({
      chainId: fc.constantFrom(...CHAINS.map(({ id }) => id)),
      once: amount,
      more: amount,
    });
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ chainId }) => chainId, maxLength: 4 }), (rows) => {
        const token = { chainId: 1, asset: TOKEN, perTransaction: '7', perDay: '9' };
        const limits = rows.map(({ chainId, once, more }) => ({
          chainId,
          asset: 'native',
          perTransaction: once.toString(),
          perDay: (once + more).toString(),
        }));
        const terms = { type: 'Authorized', permissions: ['READ', 'SIGN'], limits: [...limits, token] };
        expect(termsOf(formOf(bindingTermsSchema.parse(terms)), NOW)).toEqual(terms);
      }),
    );
  });

  test('keeps its last day across the form', () => {
    const form = { ...limited('1', '1'), lastDay: '2026-12-31' };
    const terms = bindingTermsSchema.parse(termsOf(form, NOW));
    expect(formOf(terms)).toEqual(form);
  });

  test('offers the networks that have no limit yet', () => {
    expect(freeChain(NEW_BINDING)).not.toBe(1);
    const all = CHAINS.map(({ id: chainId }) => ({ chainId, perTransaction: '', perDay: '' }));
    expect(freeChain({ ...NEW_BINDING, limits: all })).toBeUndefined();
  });
});

test.each([undefined, null, 7, 'no JSON', '{}', { type: 'Guardian', permissions: ['SIGN'] }])(
  '%j are no terms',
  (terms) => {
    expect(readTerms(terms)).toBeUndefined();
  },
);

test('terms are read as JSON text and parsed alike', () => {
  const terms = { type: 'Owner', permissions: ['READ'] };
  expect(readTerms(JSON.stringify(terms))).toEqual(readTerms(terms));
  expect(readTerms(terms)?.type).toBe('Owner');
});
