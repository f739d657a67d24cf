// The wallet that a call is about. Layer 3 found a binding to it; a record from before wallets had keys is none.
import type { WalletAccount, WalletRecord } from '../authorization/wallets.ts';
import { refusal } from '../os/refusals.ts';
import type { WalletId } from '../protocol/bindings.ts';
import type { TaServices } from './call.ts';

/** @throws ITEM_NOT_FOUND unknown-wallet */
export function requireWallet(
  { params }: { readonly params: { readonly walletId: WalletId } },
  { wallets }: Pick<TaServices, 'wallets'>,
): WalletRecord {
  const wallet = wallets.find(params.walletId);
  if (wallet === undefined) throw refusal('unknown-wallet', 3);
  return wallet;
}

/** @throws ITEM_NOT_FOUND unknown-account */
export function requireAccount({ accounts }: WalletRecord, index: number): WalletAccount {
  const account = accounts.find((one) => one.index === index);
  if (account === undefined) throw refusal('unknown-account');
  return account;
}
