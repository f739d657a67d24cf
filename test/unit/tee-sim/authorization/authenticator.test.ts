import { expect, test } from 'vitest';
import { TraceRecorder } from '../../../../tee-sim/authorization/trace.ts';
import { DEVICE_OWNER } from '../../../../tee-sim/authorization/users.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { bytesToBase64Url, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError, toTeeFailure } from '../../../../tee-sim/protocol/codes.ts';
import {
  type AuthenticationProofInput,
  authenticationProofSchema,
  type KeystrokeSample,
  type UserId,
} from '../../../../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { typingTemplateHash } from '../../../../tee-sim/risk/keystroke-verifier.ts';
import type { Transaction } from '../../../../tee-sim/storage/storage.ts';
import { byCode, byPassword, byRecoveryCode, PASSWORD, sample, UsersBoot } from './users-fixture.ts';

const TYPING = Array.from({ length: 5 }, (_, i) => sample(100, i));

type Single = Exclude<AuthenticationProofInput, { factor: 'multi-factor' }>;

const both = (primary: AuthenticationProofInput, secondary: AuthenticationProofInput) =>
  ({ factor: 'multi-factor', primary: primary as Single, secondary: secondary as Single }) as const;

function byTyping(boot: UsersBoot, freshSample: KeystrokeSample, user = 'Alice') {
  const template = boot.users.findByName('Alice')?.typing?.template;
  const hash = template === undefined ? new Uint8Array(32) : typingTemplateHash(nobleEngine, template);
  return { factor: 'typing', user, templateHash: bytesToBase64Url(hash), freshSample } as const;
}

/** The reason of a refusal; '' when nothing was refused. */
function reasonOf(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    if (!(error instanceof TeeError)) throw error;
    return error.reason ?? error.code;
  }
}

function household(): { boot: UsersBoot; alice: ReturnType<UsersBoot['register']> } {
  const boot = new UsersBoot();
  return { boot, alice: boot.register('Alice', TYPING) };
}

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

test('typing: the enrolled rhythm and template are accepted, another of either is not', () => {
  const { boot } = household();
  boot.verify(byPassword(), [PASSWORD]);
  expect(boot.verify(byTyping(boot, sample(102, 3))).factors).toEqual(['typing']);
  expect(reasonOf(() => boot.verify(byTyping(boot, sample(300))))).toBe('wrong-proof');
  const otherTemplate = { ...byTyping(boot, sample()), templateHash: bytesToBase64Url(new Uint8Array(32)) };
  expect(reasonOf(() => boot.verify(otherTemplate))).toBe('wrong-proof');
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
