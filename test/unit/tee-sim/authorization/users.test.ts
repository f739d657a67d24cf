import { expect, test } from 'vitest';
import { argon2idKdf } from '../../../../tee-sim/authorization/password.ts';
import { prepareFactors } from '../../../../tee-sim/authorization/prepared-factors.ts';
import { DEVICE_OWNER, normalizedName, UserStore } from '../../../../tee-sim/authorization/users.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { userIdSchema, userNameSchema } from '../../../../tee-sim/protocol/factors.ts';
import { UsersBoot } from './users-fixture.ts';

test('the first user owns the device; others get ids of their own', () => {
  const boot = new UsersBoot();
  expect(boot.users.ownerExists()).toBe(false);
  expect(boot.register('Alice').user).toMatchObject({ userId: DEVICE_OWNER, role: 'device-owner' });
  expect(boot.users.ownerExists()).toBe(true);
  boot.nowMs += 1;
  const { user } = boot.register('Bob');
  expect(user.role).toBe('user');
  expect(userIdSchema.parse(user.userId)).not.toBe(DEVICE_OWNER);
  expect(boot.users.list().map(({ name }) => name)).toEqual(['Alice', 'Bob']);
  expect(boot.users.count).toBe(2);
});

test('an owner whose registration did not commit does not exist', () => {
  const boot = new UsersBoot();
  const { user } = new UsersBoot().register();
  expect(() =>
    boot.write((tx) => {
      boot.users.put(tx, user);
      throw new Error('stopped');
    }),
  ).toThrow('stopped');
  expect(boot.users.ownerExists()).toBe(false);
  expect(boot.users.idOf('Alice')).toBeUndefined();
});

test('a user is found by any spelling of the name that reads the same, also after a restart', () => {
  const boot = new UsersBoot();
  boot.register('Ｚoë Ⅷ');
  const again = boot.reboot();
  for (const name of ['Zoë VIII', 'zoe\u0308 viii', ' ZOË ⅷ ']) {
    expect(again.users.findByName(name)).toMatchObject({ userId: DEVICE_OWNER });
    expect(again.users.idOf(name)).toBe(DEVICE_OWNER);
  }
  expect(again.users.findByName('Zoe VIII')).toBeUndefined();
  expect(again.users.idOf('Zoe VIII')).toBeUndefined();
});

test('names fold by case in both directions', () => {
  expect(normalizedName('Straße')).toBe(normalizedName('STRASSE'));
  expect(normalizedName('ΣΊΣΥΦΟΣ')).toBe(normalizedName('σίσυφοσ'));
  expect(normalizedName('Ann')).not.toBe(normalizedName('Anna'));
});

test('a name cannot be the row of somebody else', () => {
  const boot = new UsersBoot();
  boot.register('Alice');
  expect(userNameSchema.safeParse('name/alice').success).toBe(false);
  expect(userIdSchema.safeParse('name/alice').success).toBe(false);
  expect(boot.users.findByName('device-owner')).toBeUndefined();
});

test('a summary tells factors and what is left of them, and nothing else', () => {
  const boot = new UsersBoot();
  const { user } = boot.register();
  const waiting = { ...user, password: { ...user.password, countsFromMs: 500 } };
  boot.nowMs += 100;
  const summary = boot.users.summary(waiting);
  expect(Object.keys(summary).sort()).toEqual(['createdAtMs', 'factors', 'name', 'role', 'userId']);
  expect(summary.factors).toEqual([
    { factor: 'password', enrolledAtMs: user.createdAtMs, countsInMs: 400 },
    { factor: 'one-time-code', enrolledAtMs: user.createdAtMs, countsInMs: 0 },
    { factor: 'recovery-code', enrolledAtMs: user.createdAtMs, countsInMs: 0, left: 8 },
  ]);
});

test('who is not there has no summary', () => {
  expect(() => new UsersBoot().users.summaryOf(DEVICE_OWNER)).toThrow(
    expect.objectContaining({ reason: 'unknown-user' }),
  );
});

test('passwords are derived by argon2id unless a test says otherwise', () => {
  const boot = new UsersBoot();
  const shared = { storage: boot.storage, engine: nobleEngine, random: randomBytes, runningMs: () => 0 };
  const users = new UserStore(shared);
  const prepared = prepareFactors(randomBytes, 'Alice');
  const password = utf8ToBytes('correct horse battery');
  const user = users.enrolment.newUser({
    ...{ ...users.newIdentity(), name: 'Alice', password, prepared, oneTimeStep: 0, typing: undefined },
    ...{ atMs: 0, countsFromMs: 0 },
  });
  const other = new UserStore({ ...shared, kdf: argon2idKdf }).enrolment;
  expect(other.openByPassword(user, password)).toBeDefined();
});
