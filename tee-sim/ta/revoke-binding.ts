// REVOKE_BINDING: a user is bound to a wallet no more. What they paid stays counted, should they be bound again.
import { termsInput } from '../authorization/bindings.ts';
import { refusal } from '../os/refusals.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws BAD_STATE own-binding · ITEM_NOT_FOUND unknown-binding */
export const revokeBinding: Handler<'REVOKE_BINDING'> = (call, { bindings }) => {
  const { params, atMs } = call;
  const actor = requireUser(call).id;
  if (params.userId === actor) throw refusal('own-binding');
  const binding = bindings.find(params.walletId, params.userId);
  if (binding === undefined) throw refusal('unknown-binding');
  const record = encodeRecord('REVOKE_BINDING', call, {
    binding: { ...params, from: termsInput(binding.terms) },
  });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        bindings.remove(tx, params);
        return { log: { userId: actor, kind: 'binding', atMs, record }, result: {} };
      },
    },
  };
};
