// Guessing: wrong proofs are counted, lock out, are logged, and tell nobody who exists.
import { expect, test } from 'vitest';
import { TraceRecorder } from '../../../../tee-sim/authorization/trace.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { toTeeFailure } from '../../../../tee-sim/protocol/codes.ts';
import type { AuthenticationProofInput } from '../../../../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { both, byTyping, household, reasonOf } from './authenticator-fixture.ts';
import { byCode, byPassword, byRecoveryCode, PASSWORD, sample, UsersBoot } from './users-fixture.ts';

test('wrong passwords lock the user out, even for the right one; waiting opens again', () => {
  const { boot } = household();
  for (let i = 0; i < 5; i += 1)
    expect(reasonOf(() => boot.verify(byPassword(), ['no']))).toBe('wrong-proof');
  const trace = new TraceRecorder(() => 0);
  expect(reasonOf(() => boot.verify(byPassword(), [PASSWORD], { trace }))).toBe('locked-out');
  expect(trace.entries[0]).toMatchObject({ check: 'lock-out', outcome: 'deny', expected: '30 s' });
  boot.nowMs += 30_000;
  expect(reasonOf(() => boot.verify(byPassword(), [PASSWORD]))).toBe('');
  expect(reasonOf(() => boot.verify(byPassword(), ['no']))).toBe('wrong-proof');
  expect(reasonOf(() => boot.verify(byPassword(), [PASSWORD]))).toBe('');
});

test('a refusal while locked out writes nothing, runs no derivation and does not prolong it', () => {
  const { boot } = household();
  for (let i = 0; i < 5; i += 1) reasonOf(() => boot.verify(byPassword(), ['no']));
  const [rows, runs] = [boot.storage.listLogs({ limit: 1 }).total, boot.kdfRuns];
  for (let i = 0; i < 1_000; i += 1) {
    expect(reasonOf(() => boot.verify(byPassword(), [PASSWORD]))).toBe('locked-out');
  }
  expect(boot.storage.listLogs({ limit: 1 }).total).toBe(rows);
  expect(boot.kdfRuns).toBe(runs);
  boot.nowMs += 30_000;
  expect(reasonOf(() => boot.verify(byPassword(), [PASSWORD]))).toBe('');
});

test('10,000 guesses in a row by an attacker who never waits: five are judged', () => {
  const { boot } = household();
  const before = boot.kdfRuns;
  const reasons = new Map<string, number>();
  for (let i = 0; i < 10_000; i += 1) {
    const reason = reasonOf(() => boot.verify(byPassword(), [`guess ${i}`]));
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  expect(Object.fromEntries(reasons)).toEqual({ 'wrong-proof': 5, 'locked-out': 9_995 });
  expect(boot.kdfRuns - before).toBe(5);
});

test('an attempt counts although the TEE dies before it judges it', () => {
  let { boot } = household();
  for (let i = 0; i < 5; i += 1) {
    const dying = boot;
    dying.users.enrolment.openByPassword = () => {
      throw new Error('killed');
    };
    expect(() => dying.verify(byPassword(), [PASSWORD])).toThrow('killed');
    boot = dying.reboot();
  }
  expect(reasonOf(() => boot.verify(byPassword(), [PASSWORD]))).toBe('locked-out');
});

test('a lock-out is shortened neither by restarts nor by clocks', () => {
  const { boot } = household();
  for (let i = 0; i < 5; i += 1) reasonOf(() => boot.verify(byPassword(), ['no']));
  let now = boot;
  for (let i = 0; i < 3; i += 1) {
    now = now.reboot(i === 0 ? -86_400_000 : 0);
    expect(reasonOf(() => now.verify(byPassword(), [PASSWORD]))).toBe('locked-out');
  }
  const strict = {
    ...defaultPolicy,
    operationAuthorization: { ...defaultPolicy.operationAuthorization, gaps: 'confirm' as const },
  };
  now.policy = strict;
  const ahead = now.reboot(10 * 86_400_000);
  expect(reasonOf(() => ahead.verify(byPassword(), [PASSWORD]))).toBe('locked-out');
});

test('a name that nobody has is refused as a wrong proof is: answer, trace, derivations, lock-out', () => {
  const seen = ['Alice', 'Mallory'].map((name) => {
    const { boot } = household();
    const proofs: [AuthenticationProofInput, string[]][] = [
      [byPassword(name), ['wrong password']],
      [byCode('000000', name), []],
      [byRecoveryCode('AAAAA-AAAAA', name), []],
      [{ ...byTyping(boot, sample(300)), user: name }, []],
      [both(byPassword(name), byCode('000000', name)), ['wrong password']],
      [byPassword(name), ['locked out by now?']],
      [byPassword(name), ['locked out by now']],
    ];
    const before = boot.kdfRuns;
    const answers = proofs.map(([proof, passwords]) => {
      const trace = new TraceRecorder(() => 0);
      try {
        boot.verify(proof, passwords, { trace });
        return 'accepted';
      } catch (error) {
        return { failure: toTeeFailure(error), trace: trace.entries };
      }
    });
    const rows = boot.storage.listLogs({ limit: 50 }).rows.filter(({ kind }) => kind === 'authentication');
    return { answers, runs: boot.kdfRuns - before, rows: rows.map(({ sizeBytes }) => sizeBytes) };
  });
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[0]?.runs).toBe(3);
  expect(JSON.stringify(seen[0]?.answers)).toContain('locked-out');
});

test('a factor that is not enrolled is a wrong proof too', () => {
  const boot = new UsersBoot();
  boot.register('Alice');
  boot.verify(byPassword(), [PASSWORD]);
  expect(reasonOf(() => boot.verify(byTyping(boot, sample())))).toBe('wrong-proof');
});

test('three typings that do not fit: then only a password helps, also after a restart', () => {
  const { boot } = household();
  boot.verify(byPassword(), [PASSWORD]);
  for (let i = 0; i < 3; i += 1) {
    expect(reasonOf(() => boot.verify(byTyping(boot, sample(300))))).toBe('wrong-proof');
  }
  expect(reasonOf(() => boot.verify(byTyping(boot, sample())))).toBe('password-needed');
  const again = boot.reboot(86_400_000);
  expect(reasonOf(() => again.verify(byTyping(again, sample())))).toBe('password-needed');
  expect(reasonOf(() => again.verify(both(byPassword(), byTyping(again, sample())), [PASSWORD]))).toBe(
    'password-needed',
  );
  again.verify(byPassword(), [PASSWORD]);
  expect(reasonOf(() => again.verify(byTyping(again, sample())))).toBe('');
});

test('every attempt and success is logged, and no row holds anything that was shown', () => {
  const { boot, alice } = household();
  const code = boot.code(alice.prepared);
  const [recovery = ''] = alice.prepared.recoveryCodes;
  boot.verify(both(byPassword(), byCode(code)), [PASSWORD]);
  boot.verify(byRecoveryCode(recovery));
  boot.verify(byTyping(boot, sample()));
  reasonOf(() => boot.verify(byPassword('hunter2 typed as a name'), ['wrong password']));
  const rows = boot.records().slice(1);
  expect(rows.map((row) => JSON.parse(row).event)).toEqual([
    ...['attempt', 'success', 'attempt', 'success', 'attempt', 'success'],
    'attempt',
  ]);
  const all = rows.join('\n');
  const shown = [PASSWORD, code, recovery, 'wrong password', 'hunter2', 'holdMs', 'flightMs'];
  for (const secret of shown) expect(all).not.toContain(secret);
});

test('wrong words are counted, logged and refused alike for a user and for nobody', () => {
  for (const name of ['Alice', 'Mallory']) {
    const { boot } = household();
    const context = { atMs: boot.nowMs, requestDigest: new Uint8Array(32) };
    const attempts = ['zoo '.repeat(12), 'not words', 'x', '', 'y'].map((words) =>
      reasonOf(() => boot.authenticator.recover(name, utf8ToBytes(words), context)),
    );
    expect(new Set(attempts)).toEqual(new Set(['wrong-proof']));
    expect(reasonOf(() => boot.authenticator.recover(name, utf8ToBytes('z'), context))).toBe('locked-out');
    expect(reasonOf(() => boot.verify(byPassword(name), [PASSWORD]))).toBe('locked-out');
    expect(
      boot
        .records()
        .slice(1)
        .every((row) => row.includes('"recovery"')),
    ).toBe(true);
  }
});
