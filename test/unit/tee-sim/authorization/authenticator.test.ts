// What each factor proves, once, and to whom.
import { expect, test } from 'vitest';
import { TraceRecorder } from '../../../../tee-sim/authorization/trace.ts';
import { DEVICE_OWNER } from '../../../../tee-sim/authorization/users.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { bytesToBase64Url, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import {
  type AuthenticationProofInput,
  authenticationProofSchema,
  type UserId,
} from '../../../../tee-sim/protocol/factors.ts';
import type { Transaction } from '../../../../tee-sim/storage/storage.ts';
import { both, byTyping, household, reasonOf } from './authenticator-fixture.ts';
import { byCode, byPassword, byRecoveryCode, PASSWORD, sample, UsersBoot } from './users-fixture.ts';

test('a password opens the user’s key', () => {
  const { boot, alice } = household();
  const { user, factors, userKey } = boot.verify(byPassword(), [PASSWORD]);
  expect(user).toEqual({ id: DEVICE_OWNER, name: 'Alice', role: 'device-owner' });
  expect(factors).toEqual(['password']);
  expect(nobleEngine.sm2PublicKey(userKey ?? new Uint8Array())).toEqual(alice.user.publicKey);
});

test('a user is named in any spelling', () => {
  const { boot } = household();
  expect(boot.verify(byPassword('ＡLICE'), [PASSWORD]).user.id).toBe(DEVICE_OWNER);
});

test('a login is traced as two checks, without anything that was expected', () => {
  const { boot } = household();
  const trace = new TraceRecorder(() => 0);
  boot.verify(byPassword(), [PASSWORD], { trace });
  expect(trace.entries.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual([
    'lock-out pass',
    'factors pass',
  ]);
  const denied = new TraceRecorder(() => 0);
  expect(() => boot.verify(byPassword(), ['wrong'], { trace: denied })).toThrow(
    expect.objectContaining({ code: 'ACCESS_DENIED', reason: 'wrong-proof', layer: 2 }),
  );
  expect(denied.entries[1]).toEqual({ layer: 2, check: 'factors', outcome: 'deny', durationUs: 0 });
});

test('a step-up is traced only where it is denied, as layer 4', () => {
  const { boot } = household();
  const trace = new TraceRecorder(() => 0);
  boot.verify(byPassword(), [PASSWORD], { trace, layer: 4, onlyUser: DEVICE_OWNER });
  expect(trace.entries).toEqual([]);
  const stepUp = () => boot.verify(byPassword(), ['wrong'], { trace, layer: 4, onlyUser: DEVICE_OWNER });
  expect(stepUp).toThrow(expect.objectContaining({ reason: 'wrong-proof', layer: 4 }));
  expect(trace.entries).toMatchObject([{ layer: 4, check: 'required-level', outcome: 'deny' }]);
});

test('a one-time code is good once, also after a restart', () => {
  const { boot, alice } = household();
  boot.verify(byPassword(), [PASSWORD]);
  const code = boot.code(alice.prepared);
  const older = boot.code(alice.prepared, -1);
  expect(boot.verify(byCode(code)).factors).toEqual(['one-time-code']);
  expect(reasonOf(() => boot.verify(byCode(code)))).toBe('wrong-proof');
  expect(reasonOf(() => boot.verify(byCode(older)))).toBe('wrong-proof');
  const again = boot.reboot();
  again.verify(byPassword(), [PASSWORD]);
  expect(reasonOf(() => again.verify(byCode(code)))).toBe('wrong-proof');
  again.nowMs += 30_000;
  expect(reasonOf(() => again.verify(byCode(again.code(alice.prepared))))).toBe('');
});

test('a code that was used by one half of a proof whose other half failed is not used', () => {
  const { boot, alice } = household();
  const code = byCode(boot.code(alice.prepared));
  expect(reasonOf(() => boot.verify(both(byPassword(), code), ['wrong']))).toBe('wrong-proof');
  const { factors, userKey } = boot.verify(both(byPassword(), code), [PASSWORD]);
  expect(factors).toEqual(['password', 'one-time-code']);
  expect(userKey).toHaveLength(32);
  expect(reasonOf(() => boot.verify(both(byPassword(), code), [PASSWORD]))).toBe('wrong-proof');
});

test('a recovery code is good once, also after a restart, and leaves the others', () => {
  const { boot, alice } = household();
  const [first = '', second = ''] = alice.prepared.recoveryCodes;
  boot.verify(both(byPassword(), byRecoveryCode(first)), [PASSWORD]);
  expect(boot.users.findByName('Alice')?.recoveryCodes?.macs).toHaveLength(7);
  const again = boot.reboot();
  expect(reasonOf(() => again.verify(both(byPassword(), byRecoveryCode(first)), [PASSWORD]))).toBe(
    'wrong-proof',
  );
  expect(reasonOf(() => again.verify(both(byPassword(), byRecoveryCode(second)), [PASSWORD]))).toBe('');
});

test('multi-factor takes two different factors: a recovery code stands in for the one-time code', () => {
  const { boot, alice } = household();
  const [recovery = ''] = alice.prepared.recoveryCodes;
  const code = byCode(boot.code(alice.prepared));
  const rows = boot.storage.listLogs({ limit: 1 }).total;
  const same: [AuthenticationProofInput, string[]][] = [
    [both(byPassword(), byPassword()), [PASSWORD, PASSWORD]],
    [both(code, byCode(boot.code(alice.prepared, 1))), []],
    [both(code, byRecoveryCode(recovery)), []],
  ];
  for (const [proof, passwords] of same) {
    expect(reasonOf(() => boot.verify(proof, passwords))).toBe('same-factor');
  }
  expect(boot.storage.listLogs({ limit: 1 }).total).toBe(rows);
  expect(reasonOf(() => boot.verify(both(byPassword(), code), [PASSWORD]))).toBe('');
});

test('multi-factor takes two factors of the same user', () => {
  const { boot, alice } = household();
  const bob = boot.register('Bob');
  boot.verify(byPassword('Bob'), [PASSWORD]);
  const mixed = both(byPassword('Alice'), byCode(boot.code(bob.prepared), 'Bob'));
  expect(reasonOf(() => boot.verify(mixed, [PASSWORD]))).toBe('other-user');
  expect(reasonOf(() => boot.verify(byCode(boot.code(bob.prepared), 'Bob')))).toBe('');
  const spelled = both(byPassword('alice'), byCode(boot.code(alice.prepared), 'ALICE'));
  expect(reasonOf(() => boot.verify(spelled, [PASSWORD]))).toBe('');
});

test('a proof cannot nest', () => {
  let proof: unknown = byPassword();
  for (let depth = 0; depth < 1_000; depth += 1) {
    proof = { factor: 'multi-factor', primary: proof, secondary: byCode('000000') };
    expect(authenticationProofSchema.safeParse(proof).success).toBe(depth === 0);
  }
});

test('a step-up is by the session’s own user, whoever the proof is of', () => {
  const { boot } = household();
  const { user: bob } = boot.register('Bob');
  const stepUp = (name: string, onlyUser: UserId) => () =>
    boot.verify(byPassword(name), [PASSWORD], { layer: 4, onlyUser });
  expect(reasonOf(stepUp('Alice', bob.userId))).toBe('other-user');
  expect(reasonOf(stepUp('Nobody', bob.userId))).toBe('other-user');
  expect(reasonOf(stepUp('Bob', bob.userId))).toBe('');
});

test('passwords must be as many as the proof names', () => {
  const { boot } = household();
  expect(reasonOf(() => boot.verify(byPassword(), []))).toBe('malformed');
  expect(reasonOf(() => boot.verify(byPassword(), [PASSWORD, PASSWORD]))).toBe('malformed');
  expect(reasonOf(() => boot.verify(byCode('000000'), [PASSWORD]))).toBe('malformed');
});

test('typing: the enrolled rhythm and template are accepted, another of either is not', () => {
  const { boot } = household();
  boot.verify(byPassword(), [PASSWORD]);
  expect(boot.verify(byTyping(boot, sample(102, 3))).factors).toEqual(['typing']);
  expect(reasonOf(() => boot.verify(byTyping(boot, sample(300))))).toBe('wrong-proof');
  const otherTemplate = { ...byTyping(boot, sample()), templateHash: bytesToBase64Url(new Uint8Array(32)) };
  expect(reasonOf(() => boot.verify(otherTemplate))).toBe('wrong-proof');
});

test('the first login after a boot takes the password, which alone opens the key; a step-up does not', () => {
  const { boot, alice } = household();
  const code = byCode(boot.code(alice.prepared));
  expect(reasonOf(() => boot.verify(code))).toBe('password-needed');
  expect(reasonOf(() => boot.verify(byTyping(boot, sample())))).toBe('password-needed');
  expect(reasonOf(() => boot.verify(code, [], { layer: 4, onlyUser: DEVICE_OWNER }))).toBe('');
  boot.verify(byPassword(), [PASSWORD]);
  expect(boot.verify(byTyping(boot, sample())).userKey).toBeUndefined();
});

test('a factor whose waiting period runs is as good as not enrolled', () => {
  const { boot, alice } = household();
  boot.verify(byPassword(), [PASSWORD]);
  const waiting = boot.users.enrolment.withOneTimeCode(alice.user, alice.prepared, 0, {
    atMs: boot.nowMs,
    countsFromMs: 60_000,
  });
  boot.write((tx) => boot.users.put(tx, waiting));
  expect(boot.authenticator.countingFactors(DEVICE_OWNER)).toEqual(['password', 'typing']);
  expect(reasonOf(() => boot.verify(byCode(boot.code(alice.prepared))))).toBe('wrong-proof');
  expect(reasonOf(() => boot.verify(byRecoveryCode(alice.prepared.recoveryCodes[0] ?? '')))).toBe(
    'wrong-proof',
  );
  boot.nowMs += 60_000;
  expect(reasonOf(() => boot.verify(byCode(boot.code(alice.prepared))))).toBe('');
});

test('who is not there has no factors', () => {
  expect(new UsersBoot().authenticator.countingFactors(DEVICE_OWNER)).toEqual([]);
});

test('the key of a proof that fails elsewhere is wiped', () => {
  const { boot } = household();
  const opened: Uint8Array[] = [];
  const open = boot.users.enrolment.openByPassword.bind(boot.users.enrolment);
  boot.users.enrolment.openByPassword = (user, password) => {
    const key = open(user, password);
    if (key !== undefined) opened.push(key);
    return key;
  };
  reasonOf(() => boot.verify(both(byPassword(), byCode('000000')), [PASSWORD]));
  boot.verify(byPassword(), [PASSWORD]);
  expect(opened).toHaveLength(2);
  for (const key of opened) expect(key).toEqual(new Uint8Array(32));
});

test('recovery words give the user’s key; nothing is changed until it is settled', () => {
  const { boot, alice } = household();
  const words = utf8ToBytes(alice.prepared.words.join(' '));
  const context = { atMs: boot.nowMs, requestDigest: new Uint8Array(32) };
  const recovered = boot.authenticator.recover('ALICE', words, context);
  expect(nobleEngine.sm2PublicKey(recovered.userKey)).toEqual(alice.user.publicKey);
  expect(boot.storage.scan('lock_outs')).toHaveLength(1);
  boot.write((tx: Transaction) => recovered.settle(tx));
  expect(boot.storage.scan('lock_outs')).toHaveLength(0);
});
