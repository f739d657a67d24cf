import { describe, expect, test } from 'vitest';
import {
  choicesFor,
  draftProblem,
  emptyDraft,
  oneTimeCodeOf,
  recoveryCodeOf,
  shownFactors,
} from '../../../../renderer/app/factor-draft.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import {
  authenticationProofSchema,
  type Factor,
  type UserSummary,
} from '../../../../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';

const TEMPLATE = { typingTemplateHash: 'A'.repeat(43) };
const policy = defaultPolicy.userAuthentication;

function user(
  ...factors: readonly (readonly [Factor, { countsInMs?: number; left?: number }?])[]
): UserSummary {
  return {
    userId: 'device-owner' as UserSummary['userId'],
    name: 'Ada',
    role: 'device-owner',
    createdAtMs: 0,
    factors: factors.map(([factor, more]) => ({ factor, enrolledAtMs: 0, countsInMs: 0, ...more })),
  };
}

describe('codes are taken however they are written', () => {
  test.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['１２３４５６', '123456'],
    ['12345', undefined],
    ['12345a', undefined],
    ['', undefined],
  ])('%j', (text, code) => {
    expect(oneTimeCodeOf(text)).toBe(code);
  });

  test.each([
    ['ABCDE-23456', 'ABCDE-23456'],
    ['abcde 23456', 'ABCDE-23456'],
    ['abcde23456', 'ABCDE-23456'],
    ['ABCDE-2345', undefined],
    ['ABCDE-23450', undefined],
  ])('%j', (text, code) => {
    expect(recoveryCodeOf(text)).toBe(code);
  });
});

describe('a proof', () => {
  test('of one factor names the user, and has the password beside it', () => {
    const shown = shownFactors([{ ...emptyDraft('password'), text: 'é' }], 'Ada', TEMPLATE);
    expect(shown?.factors).toEqual({ factor: 'password', user: 'Ada' });
    expect(shown?.passwords).toEqual([utf8ToBytes('é')]);
  });

  test('of two factors is a multi-factor proof that the TEE takes', () => {
    const drafts = [
      { ...emptyDraft('password'), text: 'secret words' },
      { ...emptyDraft('recovery-code'), text: 'abcde23456' },
    ];
    const shown = shownFactors(drafts, 'Ada', TEMPLATE);
    expect(authenticationProofSchema.safeParse(shown?.factors).success).toBe(true);
    expect(shown?.factors).toMatchObject({ factor: 'multi-factor', secondary: { code: 'ABCDE-23456' } });
    expect(shown?.passwords).toHaveLength(1);
  });

  test('by typing names the enrolled template', () => {
    const sample = { holdMs: Array(23).fill(80), flightMs: Array(22).fill(120) };
    const draft = { ...emptyDraft('typing'), sample };
    const shown = shownFactors([draft], 'Ada', TEMPLATE);
    expect(authenticationProofSchema.safeParse(shown?.factors).success).toBe(true);
    expect(shownFactors([draft], 'Ada', { typingTemplateHash: undefined })).toBeUndefined();
  });

  test.each(['password', 'one-time-code', 'recovery-code', 'typing'] as const)(
    'is not made of an empty %s, alone or as the second one',
    (factor) => {
      const full = { ...emptyDraft('password'), text: 'secret words' };
      expect(draftProblem(emptyDraft(factor))).toBeDefined();
      expect(shownFactors([emptyDraft(factor)], 'Ada', TEMPLATE)).toBeUndefined();
      expect(shownFactors([full, emptyDraft(factor)], 'Ada', TEMPLATE)).toBeUndefined();
    },
  );
});

describe('the factors to choose from', () => {
  const all = user(['password'], ['one-time-code'], ['recovery-code', { left: 3 }], ['typing']);

  test('for Enhanced are those that are set up', () => {
    expect(choicesFor('Enhanced', all, policy)).toEqual([
      ['password', 'one-time-code', 'recovery-code', 'typing'],
    ]);
    expect(choicesFor('Enhanced', user(['password']), policy)).toEqual([['password']]);
  });

  test('for Maximum are two different ones, never typing', () => {
    expect(choicesFor('Maximum', all, policy)).toEqual([['password'], ['one-time-code', 'recovery-code']]);
  });

  test('are none where the level cannot be reached', () => {
    expect(choicesFor('Maximum', user(['password'], ['typing']), policy)).toEqual([]);
    expect(choicesFor('Enhanced', user(), policy)).toEqual([]);
  });

  test('leave out what does not count yet, what is used up, and what the policy does not take', () => {
    const waiting = user(['password'], ['one-time-code', { countsInMs: 1 }], ['recovery-code', { left: 0 }]);
    expect(choicesFor('Enhanced', waiting, policy)).toEqual([['password']]);
    expect(choicesFor('Maximum', waiting, policy)).toEqual([]);
    expect(choicesFor('Enhanced', all, { ...policy, enhancedFactors: ['typing'] })).toEqual([['typing']]);
    const strict = { ...policy, maximumFactors: ['password' as const, 'one-time-code' as const] };
    expect(choicesFor('Maximum', all, strict)).toEqual([['password'], ['one-time-code']]);
  });
});
