import { expect, test } from 'vitest';
import { messagesFor } from '../../../../renderer/i18n/languages.ts';
import { denialTodo, isFinalDenial } from '../../../../renderer/signing/denial.ts';
import type { ReviewRun } from '../../../../renderer/signing/review-store.ts';
import type { TeeFailure, TeeReason } from '../../../../tee-sim/protocol/codes.ts';

const failureOf = (reason: TeeReason): TeeFailure => ({
  code: 'ACCESS_DENIED',
  origin: 'TRUSTED_APP',
  reason,
  layer: 3,
});
const denied = (reason: TeeReason): ReviewRun => ({
  status: 'denied',
  failure: failureOf(reason),
  trace: undefined,
});

test.each([
  'no-limit-for-asset',
  'transaction-limit',
  'daily-limit',
  'unbounded-spend',
  'risk-too-high',
  'fraud-suspected',
  'not-permitted',
  'binding-expired',
] as const)('%s is not got past by trying again', (reason) => {
  expect(isFinalDenial(denied(reason))).toBe(true);
});

test.each([
  'wrong-proof',
  'locked-out',
  'password-needed',
  'same-factor',
  'enhanced-needed',
  'maximum-needed',
  'rate-limited',
  'login-required',
] as const)('after %s the same can be tried again', (reason) => {
  expect(isFinalDenial(denied(reason))).toBe(false);
});

test('what is no denial is none, whatever its reason', () => {
  expect(isFinalDenial({ status: 'idle' })).toBe(false);
  const failed = { status: 'failed', failure: failureOf('daily-limit'), trace: undefined } as const;
  expect(isFinalDenial(failed)).toBe(false);
});

test.each(['en', 'zh-CN'] as const)('whoever cannot change the amount is not told to: %s', (language) => {
  const m = messagesFor(language);
  const usual = m.reasons['daily-limit'].todo;
  expect(denialTodo(m, 'payment', failureOf('daily-limit'))).toBe(usual);
  expect(denialTodo(m, 'content', failureOf('daily-limit'))).toBe(usual);
  for (const way of ['speed-up', 'cancel'] as const) {
    expect(denialTodo(m, way, failureOf('daily-limit'))).toBe(m.sign.limitDenied[way]);
    expect(m.sign.limitDenied[way]).not.toBe(usual);
    expect(m.sign.limitTodo[way]).not.toBe(m.sign.limitTodo.payment);
    // What no limit has to do with keeps its own words.
    expect(denialTodo(m, way, failureOf('risk-too-high'))).toBe(m.reasons['risk-too-high'].todo);
  }
});
