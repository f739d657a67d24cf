import { expect, test } from 'vitest';
import { heldFactors } from '../../../../tee-sim/authorization/prepared-factors.ts';
import { byCode, byRecoveryCode } from '../authorization/users-fixture.ts';
import { UsersTa } from './users-ta.ts';

test('new secret and recovery codes take the place of the old ones; other sessions end', () => {
  const ta = new UsersTa();
  const old = ta.registerOwner();
  const other = ta.login();
  ta.session = ta.open();
  ta.login();
  const { params, prepared } = ta.registration('Alice');
  ta.call('REPLACE_ONE_TIME_CODE', { oneTimeCode: params.oneTimeCode });
  expect(() => ta.find(other.id)).toThrow('session is over');
  expect(heldFactors(ta.sessions, ta.session.id)).toBeUndefined();
  ta.boot.nowMs += 60_000;
  const [gone = ''] = old.recoveryCodes;
  const [good = ''] = prepared.recoveryCodes;
  for (const proof of [byCode(ta.boot.code(old)), byRecoveryCode(gone)]) {
    expect(() => ta.call('AUTHENTICATE_USER', {}, { proof, session: ta.open() })).toThrow(
      expect.objectContaining({ reason: 'wrong-proof' }),
    );
  }
  for (const proof of [byCode(ta.boot.code(prepared)), byRecoveryCode(good)]) {
    expect(ta.call('AUTHENTICATE_USER', {}, { proof, session: ta.open() }).user.name).toBe('Alice');
  }
});

test('nothing is replaced without something prepared, nor without a code of it', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  ta.login();
  expect(() => ta.call('REPLACE_ONE_TIME_CODE', { oneTimeCode: '000000' })).toThrow(
    expect.objectContaining({ reason: 'not-prepared' }),
  );
  const { params } = ta.registration('Alice');
  const wrong = params.oneTimeCode === '000000' ? '000001' : '000000';
  expect(() => ta.call('REPLACE_ONE_TIME_CODE', { oneTimeCode: wrong })).toThrow(
    expect.objectContaining({ reason: 'wrong-proof' }),
  );
});

test('a user who has one factor only waits until the new one counts', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  const user = ta.boot.users.findByName('Alice');
  if (user === undefined) throw new Error('no user');
  const { oneTimeCode: _code, recoveryCodes: _codes, ...single } = user;
  ta.boot.write((tx) => ta.boot.users.put(tx, single));
  ta.login();
  const { params } = ta.registration('Alice');
  ta.call('REPLACE_ONE_TIME_CODE', { oneTimeCode: params.oneTimeCode });
  const { newFactorWaitMs } = ta.boot.policy.userAuthentication;
  const waits = () => ta.boot.users.summaryOf(single.userId).factors.map(({ countsInMs }) => countsInMs);
  expect(waits()).toEqual([0, newFactorWaitMs, newFactorWaitMs]);
  expect(ta.boot.authenticator.countingFactors(single.userId)).toEqual(['password']);
  ta.boot.nowMs += newFactorWaitMs;
  expect(waits()).toEqual([0, 0, 0]);
});
