import { expect, test } from 'vitest';
import { ContactStore } from '../../../../tee-sim/authorization/contacts.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { JUNK_ACCOUNTS } from '../../../helpers/wallets.ts';
import { freshFolder } from '../storage/storage-fixture.ts';
import { BOB, OWNER, Stores } from './authorization-fixture.ts';

const [FIRST, SECOND] = JUNK_ACCOUNTS.map((address) => addressSchema.parse(address)) as [never, never];

test('each user has an address book of their own, by name', () => {
  const stores = new Stores(freshFolder());
  const contacts = new ContactStore(stores.storage);
  const mum = { userId: OWNER, address: FIRST, name: 'Mum', addedAtMs: 7 };
  const aunt = { userId: OWNER, address: SECOND, name: 'aunt', addedAtMs: 8 };
  const bobs = { userId: BOB, address: FIRST, name: 'Shop', addedAtMs: 9 };
  stores.write((tx) => {
    for (const contact of [mum, aunt, bobs]) contacts.put(tx, contact);
  });
  expect(contacts.find(OWNER, FIRST)).toEqual(mum);
  expect(contacts.find(BOB, SECOND)).toBeUndefined();
  expect(contacts.ofUser(OWNER)).toEqual([aunt, mum]);
  expect([contacts.count(OWNER), contacts.count(BOB)]).toEqual([2, 1]);
  expect(contacts.ofUser(BOB)).toEqual([bobs]);
  stores.write((tx) => contacts.remove(tx, mum));
  expect(contacts.find(OWNER, FIRST)).toBeUndefined();
  expect(contacts.ofUser(OWNER)).toEqual([aunt]);
  stores.write((tx) => contacts.put(tx, { ...aunt, name: 'Aunt' }));
  expect(contacts.count(OWNER)).toBe(1);
  expect(contacts.find(BOB, FIRST)).toEqual(bobs);
});
