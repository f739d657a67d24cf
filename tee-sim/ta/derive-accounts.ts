// DERIVE_ACCOUNTS: the next so many accounts of a phrase. Only their addresses stay. What the owner has as a wallet of
// its own already is left out: two records of one account would each have limits of their own for the same money.
import { refusal } from '../os/refusals.ts';
import { wipe } from '../protocol/bytes.ts';
import type { Address } from '../protocol/payment.ts';
import { MAX_ACCOUNTS, MAX_OWNED_ACCOUNTS } from '../protocol/wallets.ts';
import { addressOfKey } from '../wallet/account-key.ts';
import { deriveAccountKeys } from '../wallet/hd-key.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { ownAccounts } from './own-accounts.ts';
import { requireWallet } from './wallet-of.ts';

/** @throws BAD_STATE single-account, accounts-full · ACCESS_DENIED password-needed */
export const deriveAccounts: Handler<'DERIVE_ACCOUNTS'> = (call, ta) => {
  const { walletId, count } = call.params;
  const { atMs } = call;
  const userId = requireUser(call).id;
  const wallet = requireWallet(call, ta);
  if (wallet.source === 'key') throw refusal('single-account');
  const own = ownAccounts(userId, ta);
  if (own.size + count > MAX_OWNED_ACCOUNTS) throw refusal('accounts-full');
  const taken = new Set(wallet.accounts.map(({ index }) => index));
  // From 0 on: what was left out once may be free by now.
  const free = Array.from({ length: MAX_ACCOUNTS }, (_, i) => i).filter((index) => !taken.has(index));
  const { accounts, elsewhere } = ta.accountKeys.withSecret(call, walletId, (secret) => {
    if (secret.source !== 'phrase') throw refusal('defect');
    return firstNew(secret.seed, free, { count, own });
  });
  const record = encodeRecord('DERIVE_ACCOUNTS', call, { wallet: { walletId, accounts, elsewhere } });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        const all = [...wallet.accounts, ...accounts].sort((a, b) => a.index - b.index);
        ta.wallets.put(tx, { ...wallet, accounts: all }, userId);
        return { log: { userId, kind: 'wallet', atMs, record }, result: { accounts, elsewhere } };
      },
    },
  };
};

interface Derived {
  readonly index: number;
  readonly address: Address;
}

/** The first `count` of `free` that are not among `own`, and those between that are. @throws BAD_STATE accounts-full */
function firstNew(
  seed: Uint8Array,
  free: readonly number[],
  { count, own }: { count: number; own: ReadonlyMap<Address, string> },
): { accounts: Derived[]; elsewhere: Derived[] } {
  const accounts: Derived[] = [];
  const elsewhere: Derived[] = [];
  for (let next = 0; accounts.length < count; ) {
    const indices = free.slice(next, next + count - accounts.length);
    if (indices.length === 0) throw refusal('accounts-full');
    next += indices.length;
    for (const one of addressesOf(seed, indices)) (own.has(one.address) ? elsewhere : accounts).push(one);
  }
  return { accounts, elsewhere };
}

function addressesOf(seed: Uint8Array, indices: readonly number[]): Derived[] {
  const keys = deriveAccountKeys(seed, indices);
  try {
    return keys.map((key, i) => ({ index: indices[i] ?? -1, address: addressOfKey(key) }));
  } finally {
    wipe(...keys);
  }
}
