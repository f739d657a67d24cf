// REMOVE_CONTACT: the address loses its name; what was paid to it stays known.
import { refusal } from '../os/refusals.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws ITEM_NOT_FOUND unknown-contact */
export const removeContact: Handler<'REMOVE_CONTACT'> = (call, { contacts }) => {
  const { address } = call.params;
  const { atMs } = call;
  const userId = requireUser(call).id;
  const contact = contacts.find(userId, address);
  if (contact === undefined) throw refusal('unknown-contact');
  const record = encodeRecord('REMOVE_CONTACT', call, { contact: { address, from: contact.name } });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        contacts.remove(tx, contact);
        return { log: { userId, kind: 'contact', atMs, record }, result: {} };
      },
    },
  };
};
