import { expect, test } from 'vitest';
import type { Tried } from '../../../../tee-sim/authorization/lock-outs.ts';
import { DEVICE_OWNER } from '../../../../tee-sim/authorization/users.ts';
import { UsersBoot } from './users-fixture.ts';

const POLICY = { failures: 5, firstMs: 30_000, maxMs: 3_600_000 };

function fail(boot: UsersBoot, times: number, tried: readonly Tried[] = ['password']): void {
  const subject = boot.lockOuts.ofUser(DEVICE_OWNER);
  for (let i = 0; i < times; i += 1) boot.write((tx) => boot.lockOuts.count(tx, subject, tried));
}

function waitMs(boot: UsersBoot): number {
  return boot.lockOuts.state(boot.lockOuts.ofUser(DEVICE_OWNER)).waitMs;
}

function succeed(boot: UsersBoot, shown: readonly Tried[]): void {
  const subject = boot.lockOuts.ofUser(DEVICE_OWNER);
  boot.write((tx) => boot.lockOuts.succeeded(tx, subject, boot.lockOuts.count(tx, subject, shown), shown));
}

test('so many failures are allowed, then each one doubles the wait, up to the most', () => {
  const boot = new UsersBoot();
  fail(boot, POLICY.failures - 1);
  expect(waitMs(boot)).toBe(0);
  const waits = Array.from({ length: 10 }, () => {
    fail(boot, 1);
    return waitMs(boot);
  });
  const doubling = Array.from({ length: 10 }, (_, i) => Math.min(POLICY.firstMs * 2 ** i, POLICY.maxMs));
  expect(waits).toEqual(doubling);
  expect(waits.at(-1)).toBe(POLICY.maxMs);
});

test('after a thousand failures the wait is still the most, not more and not none', () => {
  const boot = new UsersBoot();
  const subject = boot.lockOuts.ofUser(DEVICE_OWNER);
  boot.write((tx) => {
    for (let i = 0; i < 1_200; i += 1) boot.lockOuts.count(tx, subject, ['password']);
  });
  expect(waitMs(boot)).toBe(POLICY.maxMs);
});

test('the wait passes with running time, and a restart does not shorten it', () => {
  const boot = new UsersBoot();
  fail(boot, POLICY.failures);
  boot.nowMs += 10_000;
  expect(waitMs(boot)).toBe(20_000);
  const back = boot.reboot(-86_400_000);
  expect(waitMs(back)).toBe(POLICY.firstMs);
  back.nowMs += POLICY.firstMs;
  expect(waitMs(back)).toBe(0);
});

test('a success forgets the failures of all that it showed', () => {
  const boot = new UsersBoot();
  fail(boot, 4);
  succeed(boot, ['password']);
  fail(boot, 4);
  expect(waitMs(boot)).toBe(0);
});

test('a password does not buy guesses of one-time codes, nor a code guesses of passwords', () => {
  for (const [guessed, known] of [
    ['one-time-code', 'password'],
    ['password', 'one-time-code'],
  ] as const) {
    const boot = new UsersBoot();
    for (let i = 0; i < 4; i += 1) {
      fail(boot, 1, [known, guessed]);
      succeed(boot, [known]);
    }
    fail(boot, 1, [known, guessed]);
    expect(waitMs(boot)).toBe(POLICY.firstMs);
    boot.nowMs += POLICY.firstMs;
    succeed(boot, [known, guessed]);
    fail(boot, 4);
    expect(waitMs(boot)).toBe(0);
  }
});

test('recovery words forget wrong passwords, which they replace', () => {
  const boot = new UsersBoot();
  fail(boot, 4);
  succeed(boot, ['words']);
  fail(boot, 4);
  expect(waitMs(boot)).toBe(0);
});

test('the password forgets wrong words too: else a typo would lock out for longer and longer ever after', () => {
  const boot = new UsersBoot();
  fail(boot, 4, ['words']);
  succeed(boot, ['password']);
  fail(boot, 4, ['words']);
  expect(waitMs(boot)).toBe(0);
  fail(boot, 1, ['words']);
  expect(waitMs(boot)).toBe(POLICY.firstMs);
});

test('typing is counted apart: it needs the password after its failures, and locks nobody out', () => {
  const boot = new UsersBoot();
  const subject = boot.lockOuts.ofUser(DEVICE_OWNER);
  const needsPassword = () => boot.lockOuts.state(subject).typingNeedsPassword;
  fail(boot, 2, ['typing']);
  expect(needsPassword()).toBe(false);
  succeed(boot, ['typing']);
  fail(boot, 2, ['typing']);
  expect(needsPassword()).toBe(false);
  fail(boot, 1, ['typing']);
  expect(needsPassword()).toBe(true);
  expect(waitMs(boot)).toBe(0);
  succeed(boot, ['one-time-code']);
  expect(needsPassword()).toBe(true);
  succeed(boot, ['password']);
  expect(needsPassword()).toBe(false);
});

test('names without a user share at most 256 rows, the same ones after a restart', () => {
  const boot = new UsersBoot();
  const rows = new Set(Array.from({ length: 2_000 }, (_, i) => boot.lockOuts.ofUnknown(`name ${i}`).rowKey));
  expect(rows.size).toBeGreaterThan(200);
  expect(rows.size).toBeLessThanOrEqual(256);
  const subject = boot.lockOuts.ofUnknown('Mallory');
  expect(boot.lockOuts.ofUnknown(' MALLORY')).toEqual(subject);
  boot.write((tx) => boot.lockOuts.count(tx, subject, ['password']));
  expect(boot.reboot().lockOuts.ofUnknown('mallory')).toEqual(subject);
});

test('another device spreads the names otherwise', () => {
  const rows = (boot: UsersBoot) =>
    Array.from({ length: 32 }, (_, i) => boot.lockOuts.ofUnknown(`name ${i}`).rowKey);
  expect(rows(new UsersBoot())).not.toEqual(rows(new UsersBoot()));
});

test('a row is gone once there is nothing to remember', () => {
  const boot = new UsersBoot();
  fail(boot, 1);
  expect(boot.storage.scan('lock_outs')).toHaveLength(1);
  succeed(boot, ['password']);
  expect(boot.storage.scan('lock_outs')).toHaveLength(0);
});
