// REVOKE_BINDING: a user is bound to a wallet no more, and where they could sign, the wallet gets a new key. What they
// paid stays counted, should they be bound again.
import { termsInput } from '../authorization/bindings.ts';
import { refusal } from '../os/refusals.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { reKey } from './re-key.ts';
import { requireWallet } from './wallet-of.ts';

/** @throws BAD_STATE own-binding · ITEM_NOT_FOUND unknown-wallet, unknown-binding · ACCESS_DENIED password-needed */
export const revokeBinding: Handler<'REVOKE_BINDING'> = (call, ta) => {
  const { params, atMs } = call;
  const { walletId, userId } = params;
  const actor = requireUser(call).id;
  const wallet = requireWallet(call, ta);
  if (userId === actor) throw refusal('own-binding');
  const binding = ta.bindings.find(walletId, userId);
  if (binding === undefined) throw refusal('unknown-binding');
  // Also of a binding that is over, and lost its key by that: they had it.
  const signed = binding.terms.permissions.includes('SIGN');
  const sealAnew = signed ? reKey(call, ta, wallet, userId) : undefined;
  const record = encodeRecord('REVOKE_BINDING', call, {
    binding: { ...params, from: termsInput(binding.terms) },
  });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        ta.bindings.remove(tx, params);
        sealAnew?.(tx, actor);
        return { log: { userId: actor, kind: 'binding', atMs, record }, result: {} };
      },
      committed: () => ta.accountKeys.forget(walletId),
    },
  };
};
