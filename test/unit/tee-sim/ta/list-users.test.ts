import { expect, test } from 'vitest';
import { UsersTa } from './users-ta.ts';

test('everybody sees who there is; factors are for themselves and the device owner', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  ta.boot.nowMs += 1;
  ta.boot.register('Bob');
  const factorsSeenBy = (name: string) => {
    ta.session = ta.open();
    ta.login(name);
    return ta.call('LIST_USERS', {}).users.map((user) => [user.name, user.factors.length]);
  };
  expect(factorsSeenBy('Alice')).toEqual([
    ['Alice', 3],
    ['Bob', 3],
  ]);
  expect(factorsSeenBy('Bob')).toEqual([
    ['Alice', 0],
    ['Bob', 3],
  ]);
});

test('nobody sees it who is not logged in', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  expect(() => ta.call('LIST_USERS', {})).toThrow(expect.objectContaining({ reason: 'login-required' }));
});
