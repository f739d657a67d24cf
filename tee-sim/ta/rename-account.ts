// RENAME_ACCOUNT: a name for one account of a wallet, seen by everyone who may READ it.
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { requireAccount, requireWallet } from './wallet-of.ts';

/** @throws ITEM_NOT_FOUND unknown-wallet, unknown-account */
export const renameAccount: Handler<'RENAME_ACCOUNT'> = (call, ta) => {
  const { walletId, account: index, name } = call.params;
  const { atMs } = call;
  const userId = requireUser(call).id;
  const wallet = requireWallet(call, ta);
  const account = requireAccount(wallet, index);
  const accounts = wallet.accounts.map((one) => (one === account ? { ...one, name } : one));
  const record = encodeRecord('RENAME_ACCOUNT', call, {
    wallet: { walletId, account: index, from: account.name, to: name },
  });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        ta.wallets.put(tx, { ...wallet, accounts }, userId);
        return { log: { userId, kind: 'wallet', atMs, record }, result: {} };
      },
    },
  };
};
