import { expect, test } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { byCode, byPassword, PASSWORD } from '../authorization/users-fixture.ts';
import { UsersTa } from './users-ta.ts';

test('a login makes the session the user’s under a new id, and keeps the user’s key in it', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  const before = ta.session.id;
  const answer = ta.call('AUTHENTICATE_USER', {}, { proof: byPassword('alice'), passwords: [PASSWORD] });
  expect(answer.sessionId).not.toBe(before);
  expect(answer.user).toMatchObject({ userId: 'device-owner', name: 'Alice', role: 'device-owner' });
  expect(() => ta.find(before)).toThrow('session is over');
  const session = ta.find(answer.sessionId);
  expect(session.user?.name).toBe('Alice');
  expect(session.factorShownAtMs).toBe(ta.boot.nowMs);
  const key = ta.sessions.userKey(session.id) ?? new Uint8Array();
  expect(nobleEngine.sm2PublicKey(key)).toEqual(ta.boot.users.findByName('Alice')?.publicKey);
  ta.sessions.lock(session.id);
  expect(key).toEqual(new Uint8Array(32));
});

test('a factor that the policy does not count for Enhanced logs in, and no more', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  const { userAuthentication } = ta.boot.policy;
  const enhancedFactors = ['one-time-code' as const];
  ta.boot.policy = { ...ta.boot.policy, userAuthentication: { ...userAuthentication, enhancedFactors } };
  expect(ta.login().factorShownAtMs).toBeUndefined();
});

test('what is no proof, or a wrong one, leaves the session as it was', () => {
  const ta = new UsersTa();
  expect(() => ta.login()).toThrow(expect.objectContaining({ code: 'BAD_STATE', reason: 'no-owner' }));
  ta.registerOwner();
  expect(() => ta.call('AUTHENTICATE_USER', {})).toThrow(expect.objectContaining({ reason: 'malformed' }));
  expect(() => ta.login('Alice', 'wrong')).toThrow(
    expect.objectContaining({ reason: 'wrong-proof', layer: 2 }),
  );
  expect(ta.find(ta.session.id).user).toBeUndefined();
});

test('the code that registered is used up', () => {
  const ta = new UsersTa();
  const prepared = ta.registerOwner();
  ta.login();
  const proof = byCode(ta.boot.code(prepared));
  expect(() => ta.call('AUTHENTICATE_USER', {}, { proof })).toThrow(
    expect.objectContaining({ reason: 'wrong-proof' }),
  );
});
