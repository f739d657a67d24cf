// Attacks on who somebody is, through the whole channel.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { argon2idKdf } from '../../tee-sim/authorization/password.ts';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import type { TestSession } from '../helpers/seal-request.ts';
import { operationId, TestTee } from '../helpers/tee-in-process.ts';
import type { TestUser } from '../helpers/test-user.ts';

const NEXT = 'entirely another password';

let tee: TestTee;
let owner: TestUser;
let session: TestSession;
beforeEach(() => {
  tee = new TestTee();
  ({ owner, session } = tee.withOwner());
});
afterEach(() => tee.dispose());

const change = (options: Partial<Parameters<TestTee['call']>[2]> = {}) =>
  tee.call(
    'CHANGE_PASSWORD',
    {},
    {
      session,
      operationId: operationId(),
      secrets: [utf8ToBytes(NEXT)],
      ...options,
    },
  );

test('a password is changed with two factors, and only the new one logs in after a restart', () => {
  expect(change({ proof: tee.twoFactors(owner) }).code).toBe('SUCCESS');
  tee.shutDown();
  tee.boot();
  const proof = (password: string) => ({
    factors: { factor: 'password', user: 'Alice' } as const,
    passwords: [utf8ToBytes(password)],
  });
  const login = (password: string) =>
    tee.call('AUTHENTICATE_USER', {}, { session: tee.openSession(), proof: proof(password) });
  expect(login(owner.password)).toMatchObject({ code: 'ACCESS_DENIED', reason: 'wrong-proof', layer: 2 });
  expect(login(NEXT)).toMatchObject({ code: 'SUCCESS' });
});

test('whoever takes over a session changes no factor of it', () => {
  const typing = Array.from({ length: 5 }, () => ({
    holdMs: Array.from({ length: 23 }, () => 100),
    flightMs: Array.from({ length: 22 }, () => 150),
  }));
  const attempts: [string, unknown, Uint8Array[]][] = [
    ['CHANGE_PASSWORD', {}, [utf8ToBytes(NEXT)]],
    ['REPLACE_ONE_TIME_CODE', { oneTimeCode: '000000' }, []],
    ['ENROL_TYPING', { typing }, []],
    ['REMOVE_FACTOR', { factor: 'recovery-code' }, []],
  ];
  for (const [command, params, secrets] of attempts) {
    const answer = tee.call(command, params, { session, secrets, operationId: operationId() });
    expect(answer).toMatchObject({ code: 'ACCESS_DENIED', reason: 'maximum-needed', layer: 4 });
  }
});

test('a proof that was made for something else does not help', () => {
  const proof = tee.twoFactors(owner);
  const { code, reason, layer } = change({
    proof,
    body: { proof: { payloadDigest: 'A'.repeat(43), factors: proof.factors } },
  });
  expect({ code, reason, layer }).toEqual({ code: 'SECURITY', reason: 'payload-changed', layer: 4 });
});

test('two factors of somebody else, or mixed ones, do not help; nor does one factor twice', () => {
  const bob = tee.register(session, { name: 'Bob', password: 'the password of Bob', by: 'REGISTER_USER' });
  expect(change({ proof: tee.twoFactors(bob) })).toMatchObject({ reason: 'other-user', layer: 4 });
  tee.advance(30_000);
  const { wall } = tee.machine;
  const password = owner.proof(wall, 'password');
  const code = bob.proof(wall, 'one-time-code');
  const mixed = { factor: 'multi-factor', primary: password.factors, secondary: code.factors };
  const passwords = password.passwords;
  expect(change({ proof: { factors: mixed as never, passwords } })).toMatchObject({ reason: 'other-user' });
  const twice = { factor: 'multi-factor', primary: password.factors, secondary: password.factors };
  const both = [...passwords, ...passwords];
  expect(change({ proof: { factors: twice as never, passwords: both } }).code).toBe('ACCESS_DENIED');
});

test('guesses at a step-up lock out the login too, over a restart', () => {
  for (let i = 0; i < 5; i += 1) {
    const guess = { ...tee.twoFactors(owner), passwords: [utf8ToBytes(`guess ${i}`)] };
    expect(change({ proof: guess })).toMatchObject({ reason: 'wrong-proof', layer: 4 });
  }
  expect(change({ proof: { ...owner.proof(tee.machine.wall, 'password', 'one-time-code') } })).toMatchObject({
    reason: 'locked-out',
    layer: 4,
  });
  tee.shutDown();
  tee.boot();
  const proof = owner.proof(tee.machine.wall, 'password');
  const login = () => tee.call('AUTHENTICATE_USER', {}, { session: tee.openSession(), proof });
  expect(login()).toMatchObject({ reason: 'locked-out', layer: 2 });
  tee.advance(30_000);
  expect(login().code).toBe('SUCCESS');
});

test('a code is used once, whatever it was used for, also over a restart', () => {
  const proof = tee.twoFactors(owner);
  expect(change({ proof }).code).toBe('SUCCESS');
  tee.shutDown();
  tee.boot();
  const known = { ...proof, passwords: [utf8ToBytes(NEXT)] };
  expect(tee.call('AUTHENTICATE_USER', {}, { session: tee.openSession(), proof: known })).toMatchObject({
    reason: 'wrong-proof',
  });
});

test('recovery words restore a forgotten password, and end the sessions of whoever knew the old one', () => {
  const secrets = [utf8ToBytes(owner.recoveryWords.join(' ')), utf8ToBytes(NEXT)];
  const stranger = tee.openSession();
  const recover = (name: string) =>
    tee.call('RECOVER_PASSWORD', { name }, { session: stranger, secrets, operationId: operationId() });
  expect(recover('Bob')).toMatchObject({ code: 'ACCESS_DENIED', reason: 'wrong-proof' });
  expect(recover('Alice').code).toBe('SUCCESS');
  expect(tee.call('GET_ACCOUNT', {}, { session })).toMatchObject({ code: 'SECURITY', reason: 'session-mac' });
  const proof = { factors: { factor: 'password', user: 'Alice' } as const, passwords: [utf8ToBytes(NEXT)] };
  expect(tee.call('AUTHENTICATE_USER', {}, { session: stranger, proof }).code).toBe('SUCCESS');
});

test('a second owner cannot be registered, with or without a session of the first', () => {
  for (const from of [session, tee.openSession()]) {
    expect(() => tee.register(from, { name: 'Mallory' })).toThrow('owner-exists');
  }
});

test('a name that nobody has is answered as a wrong password is', () => {
  const answers = ['Alice', 'Mallory'].map((user) => {
    const proof = { factors: { factor: 'password', user } as const, passwords: [utf8ToBytes('wrong')] };
    const { code, reason, layer, trace } = tee.call(
      'AUTHENTICATE_USER',
      {},
      { session: tee.openSession(), proof },
    );
    return { code, reason, layer, trace: trace?.map(({ durationUs: _, ...entry }) => entry) };
  });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({ code: 'ACCESS_DENIED', reason: 'wrong-proof', layer: 2 });
});

test('a registration and a login derive once each, and so does what remembers a registration', () => {
  const runs: string[] = [];
  const counted = new TestTee({}, (password, salt, parameters) => {
    runs.push(`${parameters.memoryKib} KiB, ${parameters.passes} passes`);
    return argon2idKdf(password, salt, { memoryKib: 8, passes: 1, lanes: 1 });
  });
  try {
    counted.withOwner();
    expect(runs).toEqual(Array(3).fill('19456 KiB, 2 passes'));
  } finally {
    counted.dispose();
  }
});
