import { expect, test } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { typingTemplateHash } from '../../../../tee-sim/risk/keystroke-verifier.ts';
import { sample, UsersBoot } from '../authorization/users-fixture.ts';
import { UsersTa } from './users-ta.ts';

test('a stranger is told whether there is an owner, and nothing of them', () => {
  const ta = new UsersTa();
  const nobody = { ownerExists: false, enhancedForMs: 0, unconfirmedGapMs: 0 };
  expect(ta.call('GET_ACCOUNT', {})).toEqual(nobody);
  ta.registerOwner();
  expect(ta.call('GET_ACCOUNT', {})).toEqual({ ...nobody, ownerExists: true });
});

test('a user is told who they are and how long Enhanced needs nothing more', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  ta.login();
  const account = ta.call('GET_ACCOUNT', {});
  expect(account.user?.name).toBe('Alice');
  expect(account.user?.factors.map(({ factor }) => factor)).toEqual([
    'password',
    'one-time-code',
    'recovery-code',
  ]);
  expect(account.enhancedForMs).toBe(ta.boot.policy.userAuthentication.enhancedForMs);
  ta.boot.nowMs += 60_000;
  expect(ta.call('GET_ACCOUNT', {}).enhancedForMs).toBe(account.enhancedForMs - 60_000);
  ta.boot.nowMs += 600_000;
  expect(ta.call('GET_ACCOUNT', {}).enhancedForMs).toBe(0);
});

test('a locked session remembers whose it is, and by which template they can type', () => {
  const boot = new UsersBoot();
  const { user } = boot.register('Alice', [sample()]);
  const ta = new UsersTa(boot);
  ta.login();
  ta.sessions.lock(ta.session.id);
  const account = ta.call('GET_ACCOUNT', {}, { session: ta.find(ta.session.id) });
  expect(account.user).toBeUndefined();
  expect(account.lockedUser).toBe('Alice');
  const template = user.typing?.template;
  expect(account.typingTemplateHash).toEqual(template && typingTemplateHash(nobleEngine, template));
});
