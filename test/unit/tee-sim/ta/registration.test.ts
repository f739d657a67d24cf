import { expect, test } from 'vitest';
import { heldFactors } from '../../../../tee-sim/authorization/prepared-factors.ts';
import { PASSWORD, sample } from '../authorization/users-fixture.ts';
import { UsersTa } from './users-ta.ts';

const refused = (reason: string) => expect.objectContaining({ reason });

test('a registration leaves a user with two factors, a row of the log, and nothing prepared', () => {
  const ta = new UsersTa();
  const { params, prepared } = ta.registration('Ａlice');
  const typing = Array.from({ length: 5 }, (_, i) => sample(100, i));
  const result = ta.call('REGISTER_OWNER', { ...params, typing }, { secrets: [PASSWORD] });
  expect(result).toEqual({ userId: 'device-owner', name: 'Alice', role: 'device-owner' });
  expect(ta.boot.users.list()[0]?.factors.map(({ factor, countsInMs }) => [factor, countsInMs])).toEqual([
    ['password', 0],
    ['one-time-code', 0],
    ['recovery-code', 0],
    ['typing', 0],
  ]);
  expect(heldFactors(ta.sessions, ta.session.id)).toBeUndefined();
  const [record = ''] = ta.boot.records();
  expect(JSON.parse(record)).toMatchObject({ command: 'REGISTER_OWNER', name: 'Alice' });
  const secrets = [
    PASSWORD,
    params.oneTimeCode,
    ...prepared.recoveryCodes,
    // A single word of the list may be part of any other text.
    ...[' ', '","'].map((between) => prepared.words.slice(0, 2).join(between)),
    'holdMs',
  ];
  for (const secret of secrets) expect(record).not.toContain(secret);
});

test('there is one owner', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  const { params } = ta.registration('Mallory');
  expect(() => ta.call('REGISTER_OWNER', params, { secrets: [PASSWORD] })).toThrow(refused('owner-exists'));
});

test('nobody becomes the owner by being registered as another user', () => {
  const ta = new UsersTa();
  const { params } = ta.registration('Mallory');
  expect(() => ta.call('REGISTER_USER', params, { secrets: [PASSWORD] })).toThrow(refused('no-owner'));
});

test('a second user is registered without any privilege, under a name of their own', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  ta.login();
  const taken = ta.registration('ALICE');
  expect(() => ta.call('REGISTER_USER', taken.params, { secrets: [PASSWORD] })).toThrow(
    refused('name-taken'),
  );
  const { params } = ta.registration('Bob');
  const bob = ta.call('REGISTER_USER', params, { secrets: ['another long password'] });
  expect(bob).toMatchObject({ name: 'Bob', role: 'user' });
  expect(bob.userId).not.toBe('device-owner');
  ta.session = ta.open();
  expect(ta.login('bob', 'another long password').user).toMatchObject({ name: 'Bob', role: 'user' });
});

test('a registration needs what was prepared for this name, and proof that it was written down', () => {
  const ta = new UsersTa();
  const { params } = ta.registration('Alice');
  const register = (changed: Partial<typeof params>) => () =>
    ta.call('REGISTER_OWNER', { ...params, ...changed }, { secrets: [PASSWORD] });
  expect(register({ name: 'Bob' })).toThrow(refused('not-prepared'));
  expect(register({ checkedWords: [...params.checkedWords].reverse() })).toThrow(
    refused('words-do-not-match'),
  );
  expect(register({ checkedWords: ['', ''] })).toThrow(refused('words-do-not-match'));
  expect(register({ oneTimeCode: params.oneTimeCode === '000000' ? '000001' : '000000' })).toThrow(
    refused('wrong-proof'),
  );
  expect(ta.boot.users.ownerExists()).toBe(false);
});

test('a prepared set waits no longer than 15 minutes', () => {
  const ta = new UsersTa();
  const { params } = ta.registration('Alice');
  ta.boot.nowMs += 10 * 60_000;
  ta.find(ta.session.id);
  ta.boot.nowMs += 5 * 60_000;
  expect(() => ta.call('REGISTER_OWNER', params, { secrets: [PASSWORD] })).toThrow(refused('not-prepared'));
});

test('a password has as many characters as the policy asks for', () => {
  const ta = new UsersTa();
  const { params } = ta.registration('Alice');
  const register = (password: string) => () => ta.call('REGISTER_OWNER', params, { secrets: [password] });
  for (const short of ['123456789', 'ééééééééé', '密码密码密码密码密']) {
    expect(register(short)).toThrow(refused('password-too-short'));
  }
  expect(register('密码密码密码密码密码')).not.toThrow();
});

test('words may be repeated in any case', () => {
  const ta = new UsersTa();
  const { params } = ta.registration('Alice');
  const checkedWords = params.checkedWords.map((word) => ` ${word.toUpperCase()}`);
  expect(ta.call('REGISTER_OWNER', { ...params, checkedWords }, { secrets: [PASSWORD] }).name).toBe('Alice');
});
