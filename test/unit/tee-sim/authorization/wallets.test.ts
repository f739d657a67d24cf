import { expect, test } from 'vitest';
import type { WalletRecord } from '../../../../tee-sim/authorization/wallets.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { JUNK_ACCOUNTS } from '../../../helpers/wallets.ts';
import { freshFolder } from '../storage/storage-fixture.ts';
import { OTHER_WALLET, OWNER, Stores, WALLET } from './authorization-fixture.ts';

const record: WalletRecord = {
  walletId: WALLET,
  name: 'Rent',
  source: 'phrase',
  imported: false,
  hasPassphrase: true,
  createdAtMs: 5,
  accounts: JUNK_ACCOUNTS.map((address, index) => ({
    index,
    address: addressSchema.parse(address),
    ...(index === 1 ? { name: 'food' } : {}),
  })),
  sealed: { generation: 3, iv: randomBytes(16), ciphertext: randomBytes(81), tag: randomBytes(32) },
};

test('a wallet is kept exactly until it is removed', () => {
  const stores = new Stores(freshFolder());
  const { wallets } = stores;
  const other = { ...record, walletId: OTHER_WALLET, source: 'key' as const };
  stores.write((tx) => {
    wallets.put(tx, record, OWNER);
    wallets.put(tx, other, OWNER);
  });
  expect(wallets.find(WALLET)).toEqual(record);
  expect([...wallets.all().wallets.values()]).toEqual(expect.arrayContaining([record, other]));
  stores.write((tx) => wallets.remove(tx, WALLET));
  expect(wallets.find(WALLET)).toBeUndefined();
  expect([...wallets.all().wallets.keys()]).toEqual([OTHER_WALLET]);
});

test('a record from before wallets had keys is none', () => {
  const stores = new Stores(freshFolder());
  const placeholder = { walletId: WALLET, name: 'Rent', createdAtMs: 5 };
  stores.write((tx) => tx.put('wallets', WALLET, OWNER, utf8ToBytes(JSON.stringify(placeholder))));
  expect(stores.wallets.find(WALLET)).toBeUndefined();
  expect(stores.wallets.all().wallets.size).toBe(0);
});

test.each([
  ['without accounts', { accounts: [] }],
  ['of an unknown source', { source: 'card' }],
  ['with another field', { entropy: 'AAAA' }],
])('a record %s does not hold', (_, change) => {
  const stores = new Stores(freshFolder());
  stores.write((tx) => {
    stores.wallets.put(tx, record, OWNER);
    const stored = JSON.parse(new TextDecoder().decode(tx.get('wallets', WALLET))) as object;
    tx.put('wallets', WALLET, OWNER, utf8ToBytes(JSON.stringify({ ...stored, ...change })));
  });
  expect(() => stores.wallets.find(WALLET)).toThrow();
});
