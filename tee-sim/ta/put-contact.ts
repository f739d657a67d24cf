// PUT_CONTACT: a name for an address in the user's own address book.
import { MAX_CONTACTS } from '../authorization/contacts.ts';
import { refusal } from '../os/refusals.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws BAD_STATE contacts-full */
export const putContact: Handler<'PUT_CONTACT'> = (call, { contacts }) => {
  const { address, name } = call.params;
  const { atMs } = call;
  const userId = requireUser(call).id;
  const before = contacts.find(userId, address);
  if (before === undefined && contacts.count(userId) >= MAX_CONTACTS) throw refusal('contacts-full');
  const record = encodeRecord('PUT_CONTACT', call, { contact: { address, from: before?.name, to: name } });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        contacts.put(tx, { userId, address, name, addedAtMs: before?.addedAtMs ?? atMs });
        return { log: { userId, kind: 'contact', atMs, record }, result: {} };
      },
    },
  };
};
