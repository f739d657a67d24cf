import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TeeConnection } from '../../../../renderer/app/tee-connection.ts';
import { chooseWallet, loadSigners } from '../../../../renderer/signing/signer-actions.ts';
import {
  chosenAccount,
  createSignerStore,
  type SignerStore,
  walletName,
} from '../../../../renderer/signing/signer-store.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { FakeBridge } from '../../../helpers/fake-bridge.ts';
import { type OwnedDevice, ownedDevice } from '../screens/with-owner.ts';
import { JUNK, JUNK_ADDRESS, RECIPIENT } from './samples.ts';

vi.mock('../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let tee: TeeConnection;
let store: SignerStore;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  tee = device.tee;
  store = createSignerStore();
  const secrets = [utf8ToBytes(JUNK), new Uint8Array(0)];
  await device.authorized.invoke('IMPORT_PHRASE', { name: 'Household' }, { secrets });
  await loadSigners(store, tee);
});
afterEach(() => fake.dispose());

function chosen() {
  const { walletId } = store.getState();
  if (walletId === undefined) throw new Error('no wallet');
  return walletId;
}

test('offers the wallets, their accounts, and whom this person knows', async () => {
  await tee.invoke('PUT_CONTACT', { address: RECIPIENT, name: 'Landlady' });
  await loadSigners(store, tee);
  const { signers } = store.getState();
  expect(signers?.wallets.map(({ name }) => name)).toEqual(['Household']);
  expect(signers?.accounts.map(({ address }) => address)).toEqual([JUNK_ADDRESS]);
  expect(signers?.contacts.map(({ name }) => name)).toEqual(['Landlady']);
  expect(store.getState()).toMatchObject({ walletId: signers?.wallets[0]?.walletId, account: 0 });
  expect(chosenAccount(store.getState())?.address).toBe(JUNK_ADDRESS);
  expect(walletName(signers, chosen())).toBe('Household');
});

test('takes over the wallet and the account that it was opened for, and no others', async () => {
  const walletId = chosen();
  await device.authorized.invoke('DERIVE_ACCOUNTS', { walletId, count: 2 });
  await loadSigners(store, tee, { walletId, account: 2 });
  expect(store.getState().account).toBe(2);
  await loadSigners(store, tee, { walletId: 'x', account: 99 });
  expect(store.getState()).toMatchObject({ walletId, account: 2 });
});

test('of another wallet its first account signs at once, also where the others cannot be asked for', async () => {
  const first = chosen();
  const secrets = [utf8ToBytes(JUNK), utf8ToBytes('with a passphrase')];
  await device.authorized.invoke('IMPORT_PHRASE', { name: 'Savings' }, { secrets });
  await loadSigners(store, tee);
  const other = store.getState().signers?.wallets.find(({ walletId }) => walletId !== first);
  if (other === undefined) throw new Error('no other wallet');
  const broken = { invoke: async () => Promise.reject(new Error('broken')) } as unknown as TeeConnection;
  await expect(chooseWallet(store, broken, other.walletId)).rejects.toThrow('broken');
  expect(chosen()).toBe(other.walletId);
  expect(chosenAccount(store.getState())).toEqual(other.firstAccount);
});

test('that cannot be listed says why', async () => {
  await tee.lock();
  await loadSigners(store, tee);
  expect(store.getState().loading).toMatchObject({ status: 'failed' });
});
