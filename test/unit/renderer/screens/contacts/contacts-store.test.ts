import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { performChange } from '../../../../../renderer/app/section.ts';
import {
  type ContactsStore,
  createContactsStore,
  loadContacts,
} from '../../../../../renderer/screens/contacts/contacts-store.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { type OwnedDevice, ownedDevice } from '../with-owner.ts';

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let store: ContactsStore;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  store = createContactsStore();
});
afterEach(() => fake.dispose());

const names = (): string[] | undefined => store.getState().data?.map(({ name }) => name);

test('the book is sorted by name, and follows what is changed in it', async () => {
  const [shop, rent] = [`0x${'0b'.repeat(20)}`, `0x${'0c'.repeat(20)}`];
  await performChange(store, device, 'PUT_CONTACT', { address: shop, name: 'Shop' });
  await performChange(store, device, 'PUT_CONTACT', { address: rent, name: 'Émile' });
  await loadContacts(store, device.tee);
  expect(names()).toEqual(['Émile', 'Shop']);
  await performChange(store, device, 'PUT_CONTACT', { address: shop, name: 'Corner' });
  await performChange(store, device, 'REMOVE_CONTACT', { address: rent });
  await loadContacts(store, device.tee);
  expect(names()).toEqual(['Corner']);
  expect(store.getState().change).toMatchObject({ status: 'done', command: 'REMOVE_CONTACT' });
});

test('somebody else has a book of their own', async () => {
  await performChange(store, device, 'PUT_CONTACT', { address: `0x${'0b'.repeat(20)}`, name: 'Shop' });
  const bob = await device.addUser('Bob');
  await device.unlock(bob);
  await loadContacts(store, device.tee);
  expect(names()).toEqual([]);
});
