// DERIVE_ACCOUNTS: the next so many accounts of a phrase. Only their addresses stay.
import { refusal } from '../os/refusals.ts';
import { wipe } from '../protocol/bytes.ts';
import { MAX_ACCOUNTS } from '../protocol/wallets.ts';
import { addressOfKey } from '../wallet/account-key.ts';
import { deriveAccountKeys } from '../wallet/hd-key.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { requireWallet } from './wallet-of.ts';

/** @throws BAD_STATE single-account, accounts-full · ACCESS_DENIED password-needed */
export const deriveAccounts: Handler<'DERIVE_ACCOUNTS'> = (call, ta) => {
  const { walletId, count } = call.params;
  const { atMs } = call;
  const userId = requireUser(call).id;
  const wallet = requireWallet(call, ta);
  if (wallet.source === 'key') throw refusal('single-account');
  const first = (wallet.accounts.at(-1)?.index ?? -1) + 1;
  if (first + count > MAX_ACCOUNTS) throw refusal('accounts-full');
  const indices = Array.from({ length: count }, (_, i) => first + i);
  const accounts = ta.accountKeys.withSecret(call, walletId, (secret) => {
    if (secret.source !== 'phrase') throw refusal('defect');
    return addressesOf(secret.seed, indices);
  });
  const record = encodeRecord('DERIVE_ACCOUNTS', call, { wallet: { walletId, accounts } });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        ta.wallets.put(tx, { ...wallet, accounts: [...wallet.accounts, ...accounts] }, userId);
        return { log: { userId, kind: 'wallet', atMs, record }, result: { accounts } };
      },
    },
  };
};

function addressesOf(seed: Uint8Array, indices: readonly number[]) {
  const keys = deriveAccountKeys(seed, indices);
  try {
    return keys.map((key, i) => ({ index: indices[i] ?? -1, address: addressOfKey(key) }));
  } finally {
    wipe(...keys);
  }
}
