// RENAME_WALLET: another name for the same wallet.
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { requireWallet } from './wallet-of.ts';

/** @throws ITEM_NOT_FOUND unknown-wallet */
export const renameWallet: Handler<'RENAME_WALLET'> = (call, ta) => {
  const { walletId, name } = call.params;
  const { atMs } = call;
  const userId = requireUser(call).id;
  const wallet = requireWallet(call, ta);
  const record = encodeRecord('RENAME_WALLET', call, { wallet: { walletId, from: wallet.name, to: name } });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        ta.wallets.put(tx, { ...wallet, name }, userId);
        return { log: { userId, kind: 'wallet', atMs, record }, result: {} };
      },
    },
  };
};
