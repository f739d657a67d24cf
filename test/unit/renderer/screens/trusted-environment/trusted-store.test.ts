import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TeeConnection } from '../../../../../renderer/app/tee-connection.ts';
import {
  createTrustedStore,
  loadStatus,
  verifyAgain,
} from '../../../../../renderer/screens/trusted-environment/trusted-store.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { type OwnedDevice, ownedDevice } from '../with-owner.ts';

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let tee: TeeConnection;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  tee = device.tee;
});
afterEach(() => fake.dispose());

test('what the TEE says of itself', async () => {
  const store = createTrustedStore();
  await loadStatus(store, tee);
  expect(store.getState()).toMatchObject({
    refused: undefined,
    status: { engine: 'noble', masterKeySource: 'ephemeral', recordSuite: 2, users: 1, sessions: 2 },
  });
});

test('a TEE that cannot be asked is a failure beside what was known', async () => {
  const store = createTrustedStore();
  await loadStatus(store, tee);
  fake.die();
  await loadStatus(store, tee);
  expect(store.getState().refused?.failure.reason).toBe('not-attested');
  expect(store.getState().status).toBeDefined();
});

test('verifying again is asked once at a time', async () => {
  const store = createTrustedStore();
  const attested = (): number => fake.calls.filter((call) => call === 'tee.attest').length;
  const before = attested();
  const first = verifyAgain(store, tee);
  expect(store.getState().verifying).toBe('busy');
  await verifyAgain(store, tee);
  await first;
  expect(store.getState().verifying).toBe('idle');
  expect(attested()).toBe(before + 1);
});
