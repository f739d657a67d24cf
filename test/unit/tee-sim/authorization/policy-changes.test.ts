import { describe, expect, it } from 'vitest';
import {
  canReachMaximum,
  POLICY_DIRECTIONS,
  policyChanges,
} from '../../../../tee-sim/authorization/policy-changes.ts';
import type { UserSummary } from '../../../../tee-sim/protocol/factors.ts';
import { defaultPolicy, type Policy, policySchema } from '../../../../tee-sim/protocol/policy.ts';

/** A tighter and a looser value of every leaf, beside the default. */
const EXAMPLES: Readonly<Record<string, { tighter?: unknown; looser?: unknown }>> = {
  'networkSecurity.localClients': { tighter: false },
  'clientVerification.confirmChangedPrograms': { looser: false },
  'clientVerification.maxClients': { tighter: 31, looser: 33 },
  'sessionSecurity.idleMs': { tighter: 60_000, looser: 3_600_000 },
  'sessionSecurity.absoluteMs': { tighter: 3_600_000, looser: 86_400_000 },
  'sessionSecurity.maxSessions': { tighter: 2, looser: 100 },
  'sessionSecurity.lockOnSystemLock': { looser: false },
  'sessionSecurity.lockOnSuspend': { looser: false },
  'userAuthentication.minPasswordCharacters': { tighter: 11, looser: 9 },
  'userAuthentication.failuresBeforeLockout': { tighter: 4, looser: 6 },
  'userAuthentication.firstLockoutMs': { tighter: 60_000, looser: 1_000 },
  'userAuthentication.maxLockoutMs': { looser: 60_000 },
  'userAuthentication.typingFailures': { tighter: 2, looser: 4 },
  'userAuthentication.enhancedFactors': { tighter: ['password'] },
  'userAuthentication.maximumFactors': { tighter: ['password', 'one-time-code'] },
  'userAuthentication.enhancedForMs': { tighter: 60_000, looser: 900_000 },
  'userAuthentication.newFactorWaitMs': { tighter: 90_000_000, looser: 0 },
  'operationAuthorization.enhancedFrom': { tighter: 29, looser: 31 },
  'operationAuthorization.maximumFrom': { tighter: 59, looser: 61 },
  'operationAuthorization.denyFrom': { tighter: 84, looser: 86 },
  'operationAuthorization.gaps': { tighter: 'confirm' },
  'auditMonitoring.logAuthentications': {},
  'auditMonitoring.logDenials': {},
  'auditMonitoring.denialRowsPerMinute': { tighter: 60, looser: 1 },
};

function withLeaf(path: string, value: unknown): Policy {
  const [section = '', field = ''] = path.split('.');
  const copy = structuredClone(defaultPolicy);
  Object.assign(Reflect.get(copy, section) as object, { [field]: value });
  return policySchema.parse(copy);
}

const leaves = Object.entries(defaultPolicy).flatMap(([section, fields]) =>
  Object.keys(fields).map((field) => `${section}.${field}`),
);

it('every leaf of the document has a direction, and an example here', () => {
  const directions = Object.entries(POLICY_DIRECTIONS).flatMap(([section, fields]) =>
    Object.keys(fields).map((field) => `${section}.${field}`),
  );
  expect(directions.sort()).toEqual([...leaves].sort());
  expect(Object.keys(EXAMPLES).sort()).toEqual([...leaves].sort());
});

describe.each(leaves)('%s', (path) => {
  const { tighter, looser } = EXAMPLES[path] ?? {};

  it('is judged alone, both ways', () => {
    for (const [value, there, back] of [
      [tighter, 'tightens', 'loosens'],
      [looser, 'loosens', 'tightens'],
    ] as const) {
      if (value === undefined) continue;
      const other = withLeaf(path, value);
      expect(policyChanges(defaultPolicy, other)).toMatchObject([{ path, effect: there }]);
      expect(policyChanges(other, defaultPolicy)).toMatchObject([{ path, effect: back }]);
    }
  });
});

it('names nothing where nothing differs', () => {
  expect(policyChanges(defaultPolicy, structuredClone(defaultPolicy))).toEqual([]);
});

it('shows values as JSON, in the order of the document', () => {
  const next = withLeaf('userAuthentication.enhancedFactors', ['password']);
  next.networkSecurity.localClients = false;
  expect(policyChanges(defaultPolicy, next)).toEqual([
    { path: 'networkSecurity.localClients', from: 'true', to: 'false', effect: 'tightens' },
    {
      path: 'userAuthentication.enhancedFactors',
      from: '["password","one-time-code","recovery-code","typing"]',
      to: '["password"]',
      effect: 'tightens',
    },
  ]);
});

it('a factor added loosens, also in exchange for another; another order is neither', () => {
  const path = 'userAuthentication.enhancedFactors';
  const from = withLeaf(path, ['password', 'typing']);
  const effect = (to: string[]) => policyChanges(from, withLeaf(path, to)).map((change) => change.effect);
  expect(effect(['password', 'one-time-code'])).toEqual(['loosens']);
  expect(effect(['typing', 'password'])).toEqual(['neutral']);
});

describe('canReachMaximum', () => {
  type Enrolled = UserSummary['factors'][number];
  const factor = (name: Enrolled['factor'], more: Partial<Enrolled> = {}): Enrolled => ({
    factor: name,
    enrolledAtMs: 1,
    countsInMs: 0,
    ...more,
  });
  const takes = (...names: Policy['userAuthentication']['maximumFactors']) =>
    withLeaf('userAuthentication.maximumFactors', names);
  const all = takes('password', 'one-time-code', 'recovery-code');

  it.each([
    ['password and codes', [factor('password'), factor('one-time-code')], all],
    ['password and recovery codes', [factor('password'), factor('recovery-code', { left: 1 })], all],
    [
      'whatever the policy leaves',
      [factor('password'), factor('one-time-code')],
      takes('password', 'one-time-code'),
    ],
  ])('can, with %s', (_, factors, policy) => {
    expect(canReachMaximum(factors, policy)).toBe(true);
  });

  it.each([
    ['a password alone', [factor('password')], all],
    ['no factor at all', [], all],
    ['typing as the second', [factor('password'), factor('typing')], all],
    ['codes and recovery codes', [factor('one-time-code'), factor('recovery-code', { left: 8 })], all],
    ['a code that still waits', [factor('password'), factor('one-time-code', { countsInMs: 1 })], all],
    ['recovery codes used up', [factor('password'), factor('recovery-code', { left: 0 })], all],
    [
      'a policy without the password',
      [factor('password'), factor('one-time-code'), factor('recovery-code', { left: 8 })],
      takes('one-time-code', 'recovery-code'),
    ],
    [
      'a policy that names one factor twice',
      [factor('password'), factor('one-time-code')],
      takes('password', 'password'),
    ],
    [
      'a policy for what is not enrolled',
      [factor('password'), factor('one-time-code')],
      takes('password', 'recovery-code'),
    ],
  ])('cannot, with %s', (_, factors, policy) => {
    expect(canReachMaximum(factors, policy)).toBe(false);
  });
});
