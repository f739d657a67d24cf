// DELETE_WALLET: the wallet's record, with its sealed secret, and every binding to it. What was signed and paid stays,
// unreachable, under an id that never comes again.
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { requireWallet } from './wallet-of.ts';

/** @throws ITEM_NOT_FOUND unknown-wallet */
export const deleteWallet: Handler<'DELETE_WALLET'> = (call, ta) => {
  const { walletId } = call.params;
  const { atMs } = call;
  const { name } = requireWallet(call, ta);
  const bound = ta.bindings.ofWallet(walletId);
  const deleted = { walletId, name, bindings: bound.map(({ userId }) => userId) };
  const record = encodeRecord('DELETE_WALLET', call, { wallet: deleted });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        tx.forgetReplaced();
        for (const binding of bound) ta.bindings.remove(tx, binding);
        ta.wallets.remove(tx, walletId);
        return { log: { userId: requireUser(call).id, kind: 'wallet', atMs, record }, result: {} };
      },
      committed: () => ta.accountKeys.forget(walletId),
    },
  };
};
