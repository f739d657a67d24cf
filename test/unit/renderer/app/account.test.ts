import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Account, gateOf } from '../../../../renderer/app/account.ts';
import type { TeeConnection } from '../../../../renderer/app/tee-connection.ts';
import type { UserSummary } from '../../../../tee-sim/protocol/factors.ts';
import { FakeBridge } from '../../../helpers/fake-bridge.ts';
import type { TestUser } from '../../../helpers/test-user.ts';
import { connectionOver, stateOf } from '../fixture.ts';

const ADA = { name: 'Ada' } as UserSummary;
const LOCKED: Account = {
  ownerExists: true,
  user: undefined,
  lockedUser: 'Ada',
  programChanged: false,
  typingTemplateHash: undefined,
};

test.each<[string, Account | undefined]>([
  ['waiting', undefined],
  ['set-up', { ...LOCKED, ownerExists: false, lockedUser: undefined }],
  ['unlock', LOCKED],
  ['unlock', { ...LOCKED, programChanged: true }],
  ['open', { ...LOCKED, user: ADA }],
  ['confirm-program', { ...LOCKED, user: ADA, programChanged: true }],
])('%s', (gate, account) => {
  expect(gateOf(account)).toBe(gate);
});

describe('over a TEE', () => {
  let fake: FakeBridge;
  let tee: TeeConnection;
  let owner: TestUser;
  const gate = () => gateOf(tee.store.getState().account);
  const unlock = (password = owner.password) =>
    tee.login({ factor: 'password', user: owner.name }, [new TextEncoder().encode(password)]);

  beforeEach(async () => {
    fake = new FakeBridge();
    tee = connectionOver(fake);
    tee.start();
    await stateOf(tee, 'connected');
    expect(gate()).toBe('set-up');
    owner = fake.tee.register(fake.tee.openSession({ identity: fake.identity }));
    await tee.refreshAccount();
    expect(gate()).toBe('unlock');
    await unlock();
    expect(gate()).toBe('open');
  });
  afterEach(() => fake.dispose());

  test('locking covers at once, and only a proof opens again', async () => {
    const locking = tee.lock();
    expect(gate()).toBe('unlock');
    await locking;
    expect(tee.store.getState().account).toMatchObject({ user: undefined, lockedUser: owner.name });
    await expect(tee.invoke('LIST_USERS', {})).rejects.toMatchObject({ reason: 'login-required' });
    await expect(unlock('not the password')).rejects.toMatchObject({ reason: 'wrong-proof' });
    expect(gate()).toBe('unlock');
    await unlock();
    expect((await tee.invoke('LIST_USERS', {})).result.users).toHaveLength(1);
  });

  test('a session that ended is noticed by the next request, and who it was is remembered', async () => {
    fake.tee.advance(16 * 60_000);
    await expect(tee.invoke('LIST_USERS', {})).rejects.toMatchObject({ reason: 'login-required' });
    expect(gate()).toBe('unlock');
    expect(tee.store.getState().account?.lockedUser).toBe(owner.name);
  });

  test('a TEE that restarts logs nobody in again', async () => {
    fake.die();
    expect(gate()).toBe('open');
    fake.restart();
    await stateOf(tee, 'connected');
    expect(tee.store.getState().account).toMatchObject({ user: undefined, lockedUser: owner.name });
  });

  test('locking while the TEE is away covers too', async () => {
    fake.die();
    await tee.lock();
    expect(gate()).toBe('unlock');
  });

  test('an answer from before does not open again what was locked meanwhile', async () => {
    const gates: string[] = [];
    const refreshing = tee.refreshAccount();
    const locking = tee.lock();
    tee.store.subscribe(() => gates.push(gate()));
    await Promise.all([refreshing, locking]);
    expect(new Set(gates)).not.toContain('open');
    expect(gate()).toBe('unlock');
  });

  test('locking does not hide that the TEE restarts', async () => {
    fake.die();
    await tee.lock();
    expect(tee.store.getState().connection.state).toBe('restarting');
  });

  test('a machine that was locked locks the window, when the TEE did', async () => {
    fake.lockSystem('system-lock');
    await expect.poll(() => fake.calls.at(-1)).toBe('tee.invoke');
    expect(gate()).toBe('open');
    fake.tee.tee.lock('system-lock');
    fake.lockSystem('system-lock');
    await expect.poll(gate).toBe('unlock');
  });

  test('waiting for an open window ends when somebody unlocked it', async () => {
    await tee.lock();
    let open = false;
    const waiting = tee.whenOpen(new AbortController().signal).then((value) => {
      open = value;
    });
    await tee.refreshAccount();
    expect(open).toBe(false);
    await unlock();
    await waiting;
    expect(open).toBe(true);
  });
});
