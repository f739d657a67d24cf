import { expect, test } from 'vitest';
import { type Attempt, Attempts } from '../../../../tee-sim/authorization/attempts.ts';
import { DEVICE_OWNER } from '../../../../tee-sim/authorization/users.ts';
import { UsersBoot } from './users-fixture.ts';

function attempting(): { boot: UsersBoot; attempts: Attempts; attempt: Attempt } {
  const boot = new UsersBoot();
  const attempt: Attempt = {
    subject: boot.lockOuts.ofUser(DEVICE_OWNER),
    purpose: 'login',
    shown: ['password', 'recovery-code'],
    atMs: boot.nowMs,
    requestDigest: new Uint8Array(32).fill(0xab),
  };
  return { boot, attempts: new Attempts(boot.storage, boot.lockOuts), attempt };
}

test('an attempt is durable, with its row, before anything else happens', () => {
  const { boot, attempts, attempt } = attempting();
  attempts.count(attempt);
  const after = boot.reboot();
  expect(after.storage.scan('lock_outs')).toHaveLength(1);
  expect(after.records().map((record) => JSON.parse(record))).toEqual([
    {
      event: 'attempt',
      purpose: 'login',
      factors: ['password', 'recovery-code'],
      requestDigest: 'ab'.repeat(32),
    },
  ]);
});

test('a success takes it back together with what the proof uses up', () => {
  const { boot, attempts, attempt } = attempting();
  const before = attempts.count(attempt);
  const failing = () =>
    attempts.succeed(attempt, before, () => {
      throw new Error('not stored');
    });
  expect(failing).toThrow('not stored');
  expect(boot.storage.scan('lock_outs')).toHaveLength(1);
  attempts.succeed(attempt, before, (tx) => tx.remove('users', 'nobody'));
  expect(boot.storage.scan('lock_outs')).toHaveLength(0);
  expect(boot.records()).toHaveLength(2);
});
