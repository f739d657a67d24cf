import { afterAll, beforeAll, expect, test } from 'vitest';
import { ContactStore, MAX_CONTACTS } from '../../../../tee-sim/authorization/contacts.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToHex, u32be, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { openStorage } from '../../../../tee-sim/storage/open.ts';
import type { Transaction } from '../../../../tee-sim/storage/storage.ts';
import { JUNK_ACCOUNTS } from '../../../helpers/wallets.ts';
import { Device, type Person, refused } from './device.ts';

const [FIRST, SECOND] = JUNK_ACCOUNTS;

let device: Device;
let bob: Person;
beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
});
afterAll(() => device.tee.dispose());

const put = (address: string, name: string, by = device.owner) =>
  device.plain('PUT_CONTACT', { address, name }, { by });
const list = (by = device.owner) =>
  (device.plain('LIST_CONTACTS', {}, { by }).body as { contacts: { name: string }[] }).contacts;

test('a contact is added, named anew under any spelling of its address, and removed', () => {
  const addedAtMs = device.tee.machine.wall;
  expect(put(FIRST, '  Mum ').code).toBe('SUCCESS');
  device.tee.advance(1_000);
  expect(put(FIRST.toLowerCase(), 'Mother').code).toBe('SUCCESS');
  expect(put(SECOND, 'aunt').code).toBe('SUCCESS');
  expect(list()).toEqual([
    { address: SECOND, name: 'aunt', addedAtMs: addedAtMs + 1_000, payments: 0 },
    { address: FIRST, name: 'Mother', addedAtMs, payments: 0 },
  ]);
  expect(device.log('contact').slice(0, 2)).toMatchObject([
    { command: 'PUT_CONTACT', contact: { address: SECOND, to: 'aunt' } },
    { contact: { address: FIRST, from: 'Mum', to: 'Mother' } },
  ]);
  expect(device.plain('REMOVE_CONTACT', { address: SECOND.toLowerCase() }).code).toBe('SUCCESS');
  expect(list().map(({ name }) => name)).toEqual(['Mother']);
  expect(refused(device.plain('REMOVE_CONTACT', { address: SECOND }))).toBe('ITEM_NOT_FOUND unknown-contact');
});

test('nobody sees or removes what another user named', () => {
  put(FIRST, 'Mum');
  expect(list(bob)).toEqual([]);
  const answer = device.plain('REMOVE_CONTACT', { address: FIRST }, { by: bob });
  expect(refused(answer)).toBe('ITEM_NOT_FOUND unknown-contact');
  expect(list()).toHaveLength(1);
});

test.each([
  ['no name', FIRST, '  '],
  ['too long a name', FIRST, 'x'.repeat(65)],
  ['a name that is read from the right', FIRST, '\u202emuM'],
  ['a name with a control character', FIRST, 'Mum\u001b[2J'],
  ['a name of two lines', FIRST, 'Mum\nowes you'],
  ['half a character', FIRST, 'Mum\ud83d'],
  ['a wrong checksum', FIRST.replace('F', 'f'), 'Mum'],
  ['no address', '0x1234', 'Mum'],
])('refuses %s', (_, address, name) => {
  expect(refused(put(address, name))).toBe('BAD_PARAMETERS malformed');
});

test('five hundred are enough, and each of them can still be named anew', () => {
  const address = (i: number) => addressSchema.parse(`0x${bytesToHex(u32be(i)).repeat(5)}`);
  const userId = userIdSchema.parse(bob.user.userId);
  withStorage((tx, contacts) => {
    for (let i = 1; i <= MAX_CONTACTS; i += 1) {
      contacts.put(tx, { userId, address: address(i), name: `n${i}`, addedAtMs: 1 });
    }
  });
  expect(refused(put(address(MAX_CONTACTS + 1), 'one more', bob))).toBe('BAD_STATE contacts-full');
  expect(put(address(7), 'seven', bob).code).toBe('SUCCESS');
  expect(put(address(MAX_CONTACTS + 1), 'of another', device.owner).code).toBe('SUCCESS');
  expect(list(bob)).toHaveLength(MAX_CONTACTS);
  expect(device.plain('REMOVE_CONTACT', { address: address(9) }, { by: bob }).code).toBe('SUCCESS');
  expect(put(address(MAX_CONTACTS + 1), 'one more', bob).code).toBe('SUCCESS');
});

/** Into the files of the TEE while it is off; then everyone is logged in again. */
function withStorage(work: (tx: Transaction, contacts: ContactStore) => void): void {
  const { tee } = device;
  tee.shutDown();
  const { dataDir, masterKey } = tee;
  const storage = openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
  const log = { userId: 'test', kind: 'contact', atMs: tee.machine.wall, record: utf8ToBytes('{}') } as const;
  storage.write((tx) => ({ log, value: work(tx, new ContactStore(storage)) }));
  storage.close();
  tee.boot();
  const login = ({ user }: Person) => ({ user, session: tee.login(tee.openSession(), user) });
  Object.assign(device, { owner: login(device.owner) });
  bob = login(bob);
}
