// GET_WALLET: S2's ViewAddress: a wallet, its accounts, and the user's own binding.
import { refusal } from '../os/refusals.ts';
import { summarizeBinding, summarizeWallet } from './binding-summary.ts';
import type { Handler } from './call.ts';
import { requireWallet } from './wallet-of.ts';

/** @throws ITEM_NOT_FOUND unknown-wallet */
export const getWallet: Handler<'GET_WALLET'> = (call, ta) => {
  const wallet = requireWallet(call, ta);
  if (call.binding === undefined) throw refusal('unknown-wallet', 3);
  const summary = summarizeWallet(wallet, summarizeBinding(call.binding, ta));
  return { result: { wallet: summary, accounts: wallet.accounts } };
};
