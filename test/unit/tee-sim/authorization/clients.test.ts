import { expect, it } from 'vitest';
import type { ClientRecord } from '../../../../tee-sim/authorization/clients.ts';
import { clientIdSchema, presetPermissions } from '../../../../tee-sim/protocol/clients.ts';
import { freshFolder } from '../storage/storage-fixture.ts';
import { CLIENT, OWNER, Stores } from './authorization-fixture.ts';

const WALLET_CLIENT: ClientRecord = {
  clientId: CLIENT,
  name: 'wallet',
  binaryHash: 'aa'.repeat(32),
  permissions: presetPermissions('wallet', 'UTC'),
  registeredAtMs: 2,
};
const READER: ClientRecord = {
  ...WALLET_CLIENT,
  clientId: clientIdSchema.parse('d'.repeat(64)),
  name: 'reader',
  permissions: presetPermissions('read-only', 'Asia/Shanghai'),
  registeredAtMs: 1,
};

it('knows nobody at first, and whoever was put', () => {
  const stores = new Stores(freshFolder());
  expect([stores.clients.isEmpty, stores.clients.list()]).toEqual([true, []]);
  stores.write((tx) => stores.clients.put(tx, WALLET_CLIENT, OWNER));
  stores.write((tx) => stores.clients.put(tx, READER, OWNER));
  expect(stores.clients.isEmpty).toBe(false);
  expect(stores.clients.find(CLIENT)).toEqual(WALLET_CLIENT);
  expect(stores.clients.find(clientIdSchema.parse('e'.repeat(64)))).toBeUndefined();
  expect(stores.clients.list()).toEqual([READER, WALLET_CLIENT]);
});

it('is not empty after a restart, even when the only client is revoked', () => {
  const folder = freshFolder();
  const stores = new Stores(folder);
  const revoked = { ...WALLET_CLIENT, revokedAtMs: 3 };
  stores.write((tx) => stores.clients.put(tx, revoked, OWNER));
  stores.storage.close();
  const { clients } = new Stores(folder);
  expect([clients.isEmpty, clients.find(CLIENT)]).toEqual([false, revoked]);
});
