// GET_WALLET: S2's ViewAddress, of a wallet that has no address yet: its record and the user's own binding.
import { refusal } from '../os/refusals.ts';
import { summarizeWallet } from './binding-summary.ts';
import type { Handler } from './call.ts';

/** @throws ITEM_NOT_FOUND unknown-wallet */
export const getWallet: Handler<'GET_WALLET'> = (call, ta) => {
  const wallet = ta.wallets.find(call.params.walletId);
  if (wallet === undefined || call.binding === undefined) throw refusal('unknown-wallet', 3);
  return { result: summarizeWallet(wallet, call.binding, ta) };
};
