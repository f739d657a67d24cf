import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { performChange } from '../../../../../renderer/app/section.ts';
import {
  loadWallet,
  loadWallets,
  readWalletId,
} from '../../../../../renderer/screens/wallets/wallets-actions.ts';
import {
  createWalletsStores,
  type WalletsStores,
} from '../../../../../renderer/screens/wallets/wallets-store.ts';
import { utf8ToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { type OwnedDevice, ownedDevice } from '../with-owner.ts';

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

const JUNK = 'test test test test test test test test test test test junk';

let fake: FakeBridge;
let device: OwnedDevice;
let stores: WalletsStores;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  stores = createWalletsStores();
});
afterEach(() => fake.dispose());

async function importJunk() {
  const secrets = [utf8ToBytes(JUNK), new Uint8Array()];
  const made = await performChange(stores.open, device, 'IMPORT_PHRASE', { name: 'Junk' }, { secrets });
  if (made === undefined) throw new Error('not imported');
  return made;
}

test('a wallet of the well-known phrase has the well-known address, and comes with who has access', async () => {
  const { walletId, account } = await importJunk();
  expect(account.address).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');
  await loadWallets(stores.list, device.tee);
  expect(stores.list.getState().data).toMatchObject({
    wallets: [{ walletId, imported: true, firstAccount: account }],
    others: { [walletId]: [] },
  });
});

test('an open wallet has its accounts, also those that are added', async () => {
  const { walletId } = await importJunk();
  await loadWallet(stores.open, device.tee, walletId);
  expect(stores.open.getState().data?.accounts).toHaveLength(1);
  await performChange(stores.open, device, 'DERIVE_ACCOUNTS', { walletId, count: 2 });
  await performChange(stores.open, device, 'RENAME_ACCOUNT', { walletId, account: 1, name: 'Rent' });
  await loadWallet(stores.open, device.tee, walletId);
  const { data } = stores.open.getState();
  expect(data?.accounts.map(({ index, name }) => [index, name])).toEqual([
    [0, undefined],
    [1, 'Rent'],
    [2, undefined],
  ]);
  expect(data?.bindings).toMatchObject([{ userName: 'Alice' }]);
});

test('another wallet does not show what the one before showed', async () => {
  const { walletId } = await importJunk();
  await loadWallet(stores.open, device.tee, walletId);
  const other = readWalletId('A'.repeat(22));
  if (other === undefined) throw new Error('an id');
  const loading = loadWallet(stores.open, device.tee, other);
  expect(stores.open.getState()).toMatchObject({ data: undefined, change: { status: 'idle' } });
  await loading;
  expect(stores.open.getState().list).toMatchObject({
    status: 'failed',
    failure: { reason: 'unknown-wallet' },
  });
});

test('an address of the page names a wallet, or nothing', () => {
  expect(readWalletId(undefined)).toBeUndefined();
  expect(readWalletId('../x')).toBeUndefined();
  expect(readWalletId('A'.repeat(22))).toBe('A'.repeat(22));
});
