// LIST_CONTACTS: the user's own address book, with what the TEE saw of each address.
import { type Handler, requireUser } from './call.ts';

export const listContacts: Handler<'LIST_CONTACTS'> = (call, { contacts, history, storage }) => {
  const userId = requireUser(call).id;
  const book = contacts.ofUser(userId);
  const seen = history.recipients(
    storage,
    userId,
    book.map(({ address }) => address),
  );
  return {
    result: {
      contacts: book.map(({ address, name, addedAtMs }) => {
        const known = seen.get(address);
        const paid = known === undefined ? {} : { firstSeenMs: known.firstSeenMs };
        return { address, name, addedAtMs, ...paid, payments: known?.count ?? 0 };
      }),
    },
  };
};
