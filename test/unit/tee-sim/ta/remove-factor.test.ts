import { expect, test } from 'vitest';
import { sample, UsersBoot } from '../authorization/users-fixture.ts';
import { UsersTa } from './users-ta.ts';

function loggedIn(typing = [sample()]): UsersTa {
  const boot = new UsersBoot();
  boot.register('Alice', typing);
  const ta = new UsersTa(boot);
  ta.login();
  return ta;
}

const factorsOf = (ta: UsersTa) => ta.boot.users.list()[0]?.factors.map(({ factor }) => factor);

test('typing and recovery codes can be removed, each once', () => {
  const ta = loggedIn();
  ta.call('REMOVE_FACTOR', { factor: 'typing' });
  expect(factorsOf(ta)).toEqual(['password', 'one-time-code', 'recovery-code']);
  ta.call('REMOVE_FACTOR', { factor: 'recovery-code' });
  expect(factorsOf(ta)).toEqual(['password', 'one-time-code']);
  for (const factor of ['typing', 'recovery-code'] as const) {
    expect(() => ta.call('REMOVE_FACTOR', { factor })).toThrow(
      expect.objectContaining({ code: 'ITEM_NOT_FOUND', reason: 'unknown-factor' }),
    );
  }
});

test('the one-time code cannot: Maximum would be out of reach, and recovery codes run out', () => {
  const ta = loggedIn();
  expect(() => ta.call('REMOVE_FACTOR', { factor: 'one-time-code' })).toThrow(
    expect.objectContaining({ code: 'BAD_STATE', reason: 'factor-needed' }),
  );
  expect(factorsOf(ta)).toEqual(['password', 'one-time-code', 'recovery-code', 'typing']);
});

test('where the policy takes only recovery codes for Maximum, they cannot be removed', () => {
  const ta = loggedIn();
  const { userAuthentication } = ta.boot.policy;
  const maximumFactors = ['password' as const, 'recovery-code' as const];
  ta.boot.policy = { ...ta.boot.policy, userAuthentication: { ...userAuthentication, maximumFactors } };
  expect(() => ta.call('REMOVE_FACTOR', { factor: 'recovery-code' })).toThrow(
    expect.objectContaining({ reason: 'factor-needed' }),
  );
});

test('a password is not among what can be removed', () => {
  expect(() => loggedIn().call('REMOVE_FACTOR', { factor: 'password' as never })).toThrow();
});
