import { expect, test } from 'vitest';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { T0, UsersBoot } from './users-fixture.ts';

const STRICT = {
  ...defaultPolicy,
  operationAuthorization: { ...defaultPolicy.operationAuthorization, gaps: 'confirm' as const },
};

/** A boot that ran for 10 s and recorded that. */
function afterTenSeconds(policy = defaultPolicy): UsersBoot {
  const boot = new UsersBoot({ policy });
  boot.nowMs += 10_000;
  boot.write((tx) => boot.runningTime.record(tx));
  return boot;
}

test('time runs with the TEE from zero', () => {
  const boot = new UsersBoot();
  expect(boot.runningTime.nowMs()).toBe(0);
  boot.nowMs += 1_234;
  expect(boot.runningTime.nowMs()).toBe(1_234);
});

test('a gap counts by the wall clock where the policy says so', () => {
  const next = afterTenSeconds().reboot(60_000);
  expect(next.runningTime.nowMs()).toBe(70_000);
  expect(next.runningTime.unconfirmedGapMs).toBe(0);
});

test('a clock that went back adds nothing, and takes nothing', () => {
  const next = afterTenSeconds().reboot(-3_600_000);
  expect(next.runningTime.nowMs()).toBe(10_000);
  next.nowMs += 5;
  expect(next.runningTime.nowMs()).toBe(10_005);
});

test('a strict policy keeps gaps aside, over boots, until they are confirmed', () => {
  const second = afterTenSeconds(STRICT).reboot(60_000);
  expect(second.runningTime.nowMs()).toBe(10_000);
  expect(second.runningTime.unconfirmedGapMs).toBe(60_000);
  second.write((tx) => second.runningTime.record(tx));
  const third = second.reboot(30_000);
  expect(third.runningTime.unconfirmedGapMs).toBe(90_000);
  third.write((tx) => third.runningTime.confirmGap(tx));
  third.runningTime.gapConfirmed();
  expect(third.runningTime.nowMs()).toBe(100_000);
  expect(third.runningTime.unconfirmedGapMs).toBe(0);
  const fourth = third.reboot();
  expect(fourth.runningTime.nowMs()).toBe(100_000);
  expect(fourth.nowMs).toBe(T0 + 100_000);
});

test('a gap counts only once that is durable', () => {
  const second = afterTenSeconds(STRICT).reboot(60_000);
  const failing = () =>
    second.write((tx) => {
      second.runningTime.confirmGap(tx);
      throw new Error('disk');
    });
  expect(failing).toThrow('disk');
  expect(second.runningTime.nowMs()).toBe(10_000);
  expect(second.runningTime.unconfirmedGapMs).toBe(60_000);
  expect(second.reboot().runningTime.unconfirmedGapMs).toBe(60_000);
});

test('a gap that was confirmed counts even if the TEE ends before it took notice', () => {
  const second = afterTenSeconds(STRICT).reboot(60_000);
  second.write((tx) => second.runningTime.confirmGap(tx));
  expect(second.reboot().runningTime.nowMs()).toBe(70_000);
});

test('time that ran but was not recorded is a gap like any other', () => {
  const boot = afterTenSeconds(STRICT);
  boot.nowMs += 1_000;
  expect(boot.reboot().runningTime.unconfirmedGapMs).toBe(1_000);
});
