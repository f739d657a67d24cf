import { expect, test } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { PASSWORD } from '../authorization/users-fixture.ts';
import { UsersTa } from './users-ta.ts';

const NEXT = 'remembered this time';
const refused = (reason: string) => expect.objectContaining({ reason });

test('the words put another password around the same key, and end every session of the user', () => {
  const ta = new UsersTa();
  const { words } = ta.registerOwner();
  const mine = ta.login();
  const bob = ta.boot.register('Bob');
  ta.session = ta.open();
  const bobs = ta.login('Bob');
  expect(bob.user.name).toBe('Bob');
  ta.session = ta.open();
  ta.call('RECOVER_PASSWORD', { name: 'ALICE' }, { secrets: [words.join(' '), NEXT] });
  expect(() => ta.find(mine.id)).toThrow('session is over');
  expect(ta.find(bobs.id).user?.name).toBe('Bob');
  expect(() => ta.login()).toThrow(refused('wrong-proof'));
  const key = ta.sessions.userKey(ta.login('Alice', NEXT).id) ?? new Uint8Array();
  expect(nobleEngine.sm2PublicKey(key)).toEqual(ta.boot.users.findByName('Alice')?.publicKey);
  const log = ta.boot.records().join();
  for (const secret of [NEXT, words.join(' ')]) expect(log).not.toContain(secret);
});

test('words work again, and after a restart', () => {
  const ta = new UsersTa();
  const { words } = ta.registerOwner();
  ta.call('RECOVER_PASSWORD', { name: 'Alice' }, { secrets: [words.join(' '), NEXT] });
  const again = new UsersTa(ta.boot.reboot());
  again.call('RECOVER_PASSWORD', { name: 'Alice' }, { secrets: [words.join(' '), PASSWORD] });
  expect(again.login().user?.name).toBe('Alice');
});

test('wrong words are counted with wrong passwords; the right ones are refused while locked out', () => {
  const ta = new UsersTa();
  const { words } = ta.registerOwner();
  const recover = (typed: string, name = 'Alice') =>
    ta.call('RECOVER_PASSWORD', { name }, { secrets: [typed, NEXT] });
  for (let i = 0; i < 3; i += 1) expect(() => recover('not the words')).toThrow(refused('wrong-proof'));
  for (let i = 0; i < 2; i += 1) expect(() => ta.login('Alice', 'guess')).toThrow(refused('wrong-proof'));
  expect(() => recover(words.join(' '))).toThrow(refused('locked-out'));
  const again = new UsersTa(ta.boot.reboot());
  expect(() =>
    again.call('RECOVER_PASSWORD', { name: 'Alice' }, { secrets: [words.join(' '), NEXT] }),
  ).toThrow(refused('locked-out'));
  again.boot.nowMs += 30_000;
  again.call('RECOVER_PASSWORD', { name: 'Alice' }, { secrets: [words.join(' '), NEXT] });
  expect(again.login('Alice', NEXT).user?.name).toBe('Alice');
});

test('a password that is too short is refused before anything is counted', () => {
  const ta = new UsersTa();
  const { words } = ta.registerOwner();
  const rows = ta.boot.storage.listLogs({ limit: 1 }).total;
  expect(() =>
    ta.call('RECOVER_PASSWORD', { name: 'Alice' }, { secrets: [words.join(' '), 'short'] }),
  ).toThrow(refused('password-too-short'));
  expect(ta.boot.storage.listLogs({ limit: 1 }).total).toBe(rows);
});

test('words of somebody else open nothing', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  const { prepared } = ta.boot.register('Bob');
  expect(() =>
    ta.call('RECOVER_PASSWORD', { name: 'Alice' }, { secrets: [prepared.words.join(' '), NEXT] }),
  ).toThrow(refused('wrong-proof'));
});
