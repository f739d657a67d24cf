// EXPORT_KEY: the private key of one account to the wallet's owner, at Maximum, beside the JSON. Kept in no operation
// and no log.
import { accountKeyOf } from '../authorization/account-keys.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { requireAccount, requireWallet } from './wallet-of.ts';

/** @throws ITEM_NOT_FOUND unknown-account · ACCESS_DENIED password-needed */
export const exportKey: Handler<'EXPORT_KEY'> = (call, ta) => {
  const { walletId, account } = call.params;
  const { atMs } = call;
  const userId = requireUser(call).id;
  const wallet = requireWallet(call, ta);
  const { address } = requireAccount(wallet, account);
  const key = ta.accountKeys.withSecret(call, walletId, (secret) => accountKeyOf(wallet, secret, account));
  const record = encodeRecord('EXPORT_KEY', call, {
    wallet: { walletId, name: wallet.name, account, address },
  });
  return {
    change: {
      plaintexts: [record],
      secrets: [key],
      store: () => ({ log: { userId, kind: 'wallet', atMs, record }, result: { address } }),
    },
  };
};
