import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { performChange } from '../../../../../renderer/app/section.ts';
import {
  loadAccount,
  loadClients,
  loadPeople,
  loadPolicy,
  loadPolicyVersion,
  loadSessions,
  loadWallets,
} from '../../../../../renderer/screens/security/load-actions.ts';
import { previewPolicy } from '../../../../../renderer/screens/security/policy-actions.ts';
import {
  createSecurityStores,
  type SecurityStores,
} from '../../../../../renderer/screens/security/security-store.ts';
import { hexToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import { defaultPolicy } from '../../../../../tee-sim/protocol/policy.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { type OwnedDevice, ownedDevice } from '../with-owner.ts';

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let stores: SecurityStores;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  stores = createSecurityStores();
});
afterEach(() => fake.dispose());

test('the owner finds their factors, this session first, and the program that they use', async () => {
  const { tee } = device;
  await Promise.all([
    loadAccount(stores.account, tee),
    loadSessions(stores.sessions, tee),
    loadPeople(stores.people, tee),
    loadClients(stores.clients, tee),
  ]);
  const factors = stores.account.getState().data?.user?.factors.map(({ factor }) => factor);
  expect(factors).toEqual(['password', 'one-time-code', 'recovery-code']);
  expect(stores.sessions.getState().data?.map(({ current }) => current)).toEqual([true, false]);
  expect(stores.people.getState().data).toMatchObject([{ name: 'Alice', role: 'device-owner' }]);
  expect(stores.clients.getState().data).toMatchObject([{ current: true }]);
});

test('wallets come with everybody who has access', async () => {
  const { authorized, tee } = device;
  const services = { tee, authorized };
  const secrets = [hexToBytes('0b'.repeat(32))];
  const made = await performChange(
    stores.wallets,
    services,
    'IMPORT_KEY',
    { name: 'Household' },
    { secrets },
  );
  await loadWallets(stores.wallets, tee);
  const { data, change } = stores.wallets.getState();
  const ownerAtStandard = expect.objectContaining({ check: 'required-level', outcome: 'pass' });
  expect(change).toMatchObject({
    command: 'IMPORT_KEY',
    trace: expect.arrayContaining([ownerAtStandard]),
  });
  expect(data?.wallets).toMatchObject([{ walletId: made?.walletId, name: 'Household' }]);
  expect(Object.values(data?.bindings ?? {})).toMatchObject([[{ userName: 'Alice' }]]);
  expect(data?.users).toHaveLength(1);
});

test('somebody else sees no clients, and why', async () => {
  const bob = await device.addUser('Bob');
  await device.unlock(bob);
  await loadClients(stores.clients, device.tee);
  const { list, data } = stores.clients.getState();
  expect(data).toBeUndefined();
  expect(list).toMatchObject({ status: 'failed', failure: { layer: 3, reason: 'not-device-owner' } });
  expect('trace' in list && list.trace?.some(({ outcome }) => outcome === 'deny')).toBe(true);
});

test('a policy is previewed without changing it, changed with two proofs, and gone back from', async () => {
  const { authorized, tee } = device;
  device.proveAlways();
  await loadPolicy(stores.policy, tee);
  const strict = { ...defaultPolicy, clientVerification: { confirmChangedPrograms: true, maxClients: 2 } };
  expect(await previewPolicy(tee, strict)).toMatchObject({
    status: 'shown',
    changes: [{ path: 'clientVerification.maxClients', from: '32', to: '2', effect: 'tightens' }],
    locksOut: false,
  });
  const { userAuthentication } = defaultPolicy;
  const locking: typeof defaultPolicy = {
    ...defaultPolicy,
    userAuthentication: { ...userAuthentication, maximumFactors: ['one-time-code', 'recovery-code'] },
  };
  expect(await previewPolicy(tee, locking)).toMatchObject({ status: 'shown', locksOut: true });
  const params = { baseVersion: 0, policy: strict };
  const done = await performChange(stores.policy, { tee, authorized }, 'CHANGE_POLICY', params);
  expect(done?.version).toBe(1);
  await loadPolicy(stores.policy, tee);
  expect(stores.policy.getState().data).toMatchObject({ version: 1, current: 1, policy: strict });
  await loadPolicyVersion(stores.policy, tee, 0);
  expect(stores.policy.getState().data).toMatchObject({ version: 0, current: 1, policy: defaultPolicy });
});

test('a policy that changed meanwhile is not overwritten', async () => {
  const { authorized, tee } = device;
  device.proveAlways();
  const params = { baseVersion: 5, policy: { ...defaultPolicy, networkSecurity: { localClients: false } } };
  await performChange(stores.policy, { tee, authorized }, 'CHANGE_POLICY', params);
  expect(stores.policy.getState().change).toMatchObject({
    status: 'failed',
    failure: { reason: 'policy-version' },
  });
});
