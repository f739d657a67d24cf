// DELETE_WALLET: the wallet's record with every binding to it. What was paid from it stays counted under an id that
// never comes again.
import { refusal } from '../os/refusals.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws ITEM_NOT_FOUND unknown-wallet */
export const deleteWallet: Handler<'DELETE_WALLET'> = (call, { wallets, bindings }) => {
  const { walletId } = call.params;
  const { atMs } = call;
  const wallet = wallets.find(walletId);
  if (wallet === undefined) throw refusal('unknown-wallet', 3);
  const bound = bindings.ofWallet(walletId);
  const deleted = { walletId, name: wallet.name, bindings: bound.map(({ userId }) => userId) };
  const record = encodeRecord('DELETE_WALLET', call, { wallet: deleted });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        for (const binding of bound) bindings.remove(tx, binding);
        wallets.remove(tx, walletId);
        return { log: { userId: requireUser(call).id, kind: 'wallet', atMs, record }, result: {} };
      },
    },
  };
};
