import { expect, test } from 'vitest';
import { byCode, PASSWORD } from '../authorization/users-fixture.ts';
import { UsersTa } from './users-ta.ts';

const NEXT = 'entirely another password';

test('the new password works, the old one does not, and other sessions of the user end', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  const other = ta.login();
  ta.session = ta.open();
  const mine = ta.login();
  ta.call('CHANGE_PASSWORD', {}, { secrets: [NEXT] });
  expect(ta.find(mine.id).user?.name).toBe('Alice');
  expect(() => ta.find(other.id)).toThrow('session is over');
  ta.session = ta.open();
  expect(() => ta.login()).toThrow(expect.objectContaining({ reason: 'wrong-proof' }));
  expect(ta.login('Alice', NEXT).user?.name).toBe('Alice');
  expect(ta.boot.records().join()).not.toContain(NEXT);
});

test('a password that is too short is refused', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  ta.login();
  expect(() => ta.call('CHANGE_PASSWORD', {}, { secrets: ['short'] })).toThrow(
    expect.objectContaining({ reason: 'password-too-short' }),
  );
});

test('a session that was opened without the password has no key to wrap', () => {
  const ta = new UsersTa();
  const prepared = ta.registerOwner();
  ta.login();
  ta.session = ta.open();
  ta.boot.nowMs += 30_000;
  const proof = byCode(ta.boot.code(prepared));
  ta.session = ta.find(ta.call('AUTHENTICATE_USER', {}, { proof }).sessionId);
  expect(() => ta.call('CHANGE_PASSWORD', {}, { secrets: [PASSWORD] })).toThrow(
    expect.objectContaining({ reason: 'password-needed' }),
  );
});
