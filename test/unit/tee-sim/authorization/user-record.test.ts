import { expect, test } from 'vitest';
import {
  countingFactors,
  decodeUser,
  encodeUser,
  enrolments,
  kindOf,
  secretsOf,
  type UserRecord,
  wipeUser,
} from '../../../../tee-sim/authorization/user-record.ts';
import { bytesToUtf8 } from '../../../../tee-sim/protocol/bytes.ts';
import { FACTORS } from '../../../../tee-sim/protocol/factors.ts';
import { sample, UsersBoot } from './users-fixture.ts';

const typing = Array.from({ length: 5 }, (_, i) => sample(100, i));
const { user, prepared } = new UsersBoot().register('Alice', typing);

test('a record survives its encoding, which is wiped when it is read', () => {
  const stored = encodeUser(user);
  expect(decodeUser(stored)).toEqual(user);
  expect(stored).toEqual(new Uint8Array(stored.length));
});

test('a record holds no recovery code, no word, no password', () => {
  const text = bytesToUtf8(encodeUser(user));
  for (const code of prepared.recoveryCodes) expect(text).not.toContain(code);
  expect(text).not.toContain(prepared.words.join(' '));
  expect(text).not.toContain('correct horse');
});

test('a record with anything missing or added is refused', () => {
  const { words: _words, ...without } = user;
  expect(() => decodeUser(encodeUser(without as UserRecord))).toThrow();
  expect(() => decodeUser(encodeUser({ ...user, more: 1 } as UserRecord))).toThrow();
});

test('wiping zeroes what could stand for the user', () => {
  const copy = decodeUser(encodeUser(user));
  expect(secretsOf(copy).map(({ length }) => length)).toEqual([20, 32]);
  wipeUser(copy);
  for (const secret of secretsOf(copy)) expect(secret).toEqual(new Uint8Array(secret.length));
});

test('factors are listed in the order of the table, and count once their waiting period is over', () => {
  expect(enrolments(user).map(({ factor }) => factor)).toEqual([...FACTORS]);
  const waiting = user.typing && { ...user, typing: { ...user.typing, countsFromMs: 100 } };
  expect(waiting && countingFactors(waiting, 99)).not.toContain('typing');
  expect(waiting && countingFactors(waiting, 100)).toContain('typing');
});

test('recovery codes that are used up count no more', () => {
  const empty = user.recoveryCodes && { ...user, recoveryCodes: { ...user.recoveryCodes, macs: [] } };
  expect(countingFactors(user, 0)).toContain('recovery-code');
  expect(empty && countingFactors(empty, 0)).not.toContain('recovery-code');
});

test('a recovery code stands in for the one-time code: of two different factors they are one', () => {
  expect(FACTORS.map(kindOf)).toEqual(['password', 'one-time-code', 'one-time-code', 'typing']);
});
