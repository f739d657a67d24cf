import { describe, expect, test } from 'vitest';
import { createFormat } from '../../../../../renderer/i18n/format.ts';
import { LANGUAGES, messagesFor } from '../../../../../renderer/i18n/languages.ts';
import {
  type Draft,
  draftOf,
  type LeafPath,
  leafPaths,
  leafValue,
  parseDraft,
} from '../../../../../renderer/screens/security/policy-leaves.ts';
import { changedText, leafText, problemText } from '../../../../../renderer/screens/security/policy-words.ts';
import { defaultPolicy, type Policy } from '../../../../../tee-sim/protocol/policy.ts';

const CHANGED: Policy = {
  networkSecurity: { localClients: false },
  clientVerification: { confirmChangedPrograms: false, maxClients: 7 },
  sessionSecurity: {
    idleMs: 90_000,
    absoluteMs: 16 * 60_000,
    maxSessions: 5,
    lockOnSystemLock: false,
    lockOnSuspend: false,
  },
  userAuthentication: {
    minPasswordCharacters: 12,
    failuresBeforeLockout: 3,
    firstLockoutMs: 1_500,
    maxLockoutMs: 120_000,
    typingFailures: 2,
    enhancedFactors: ['typing'],
    maximumFactors: ['password', 'recovery-code'],
    enhancedForMs: 60_000,
    newFactorWaitMs: 0,
  },
  operationAuthorization: { enhancedFrom: 1, maximumFrom: 2, denyFrom: 3, gaps: 'confirm' },
  auditMonitoring: { logAuthentications: true, logDenials: true, denialRowsPerMinute: 600 },
};

const withLeaf = (path: LeafPath, value: Draft[LeafPath]): Draft => ({
  ...draftOf(defaultPolicy),
  [path]: value,
});

describe('the policy as a form', () => {
  test('has every value of the document', () => {
    const all = Object.entries(defaultPolicy).flatMap(([section, fields]) =>
      Object.keys(fields).map((field) => `${section}.${field}`),
    );
    expect([...leafPaths()].sort()).toEqual(all.sort());
  });

  test.each([
    ['the defaults', defaultPolicy],
    ['one where everything is different', CHANGED],
  ])('gives back %s exactly', (_name, policy) => {
    expect(parseDraft(draftOf(policy))).toEqual({ ok: true, policy });
  });

  test.each([
    ['sessionSecurity.idleMs', '61', { kind: 'at-most', bound: 60 }],
    ['sessionSecurity.idleMs', '0', { kind: 'at-least', bound: 1 }],
    ['userAuthentication.newFactorWaitMs', '169', { kind: 'at-most', bound: 168 }],
    ['clientVerification.maxClients', '', { kind: 'form' }],
    ['clientVerification.maxClients', '1e3', { kind: 'form' }],
    ['clientVerification.maxClients', '-1', { kind: 'form' }],
    ['clientVerification.maxClients', '1.5', { kind: 'form' }],
    ['userAuthentication.maximumFactors', ['password'], { kind: 'at-least', bound: 2 }],
  ] as const)('%s cannot be %j', (path, value, problem) => {
    expect(parseDraft(withLeaf(path, value))).toEqual({ ok: false, problems: { [path]: problem } });
  });

  test('says where values are out of order', () => {
    expect(parseDraft(withLeaf('operationAuthorization.maximumFrom', '20'))).toEqual({
      ok: false,
      problems: { 'operationAuthorization.maximumFrom': { kind: 'form' } },
    });
    const late = { ...withLeaf('sessionSecurity.absoluteMs', '15'), 'sessionSecurity.idleMs': '30' };
    expect(parseDraft(late)).toEqual({ ok: false, problems: { 'sessionSecurity.idleMs': { kind: 'form' } } });
  });
});

describe.each(LANGUAGES)('in words, %s', (language) => {
  const m = messagesFor(language);
  const format = createFormat(language);

  test('every value reads differently once it changed', () => {
    for (const path of leafPaths()) {
      const [now, then] = [defaultPolicy, CHANGED].map((policy) =>
        leafText(m, format, path, leafValue(policy, path)),
      );
      expect(now, path).not.toMatch(/undefined|NaN|^$/);
      if (!path.startsWith('auditMonitoring.log')) expect(then, path).not.toBe(now);
    }
  });

  test('both sides of a change are read, and what cannot be is shown as it came', () => {
    expect(changedText(m, format, 'sessionSecurity.idleMs', '900000')).toBe(format.longDuration(900_000));
    expect(changedText(m, format, 'sessionSecurity.idleMs', 'odd')).toBe('odd');
    expect(changedText(m, format, 'constructor.name', '1')).toBe('1');
  });

  test('every problem has a sentence with its bound', () => {
    const text = (path: LeafPath, problem: Parameters<typeof problemText>[3]) =>
      problemText(m, format, path, problem);
    expect(text('sessionSecurity.idleMs', undefined)).toBeUndefined();
    expect(text('sessionSecurity.idleMs', { kind: 'at-most', bound: 60 })).toContain('60');
    expect(text('sessionSecurity.idleMs', { kind: 'at-least', bound: 1 })).toContain('1');
    expect(text('clientVerification.maxClients', { kind: 'form' })).not.toBe(
      text('operationAuthorization.maximumFrom', { kind: 'form' }),
    );
  });
});
