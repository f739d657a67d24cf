// LIST_BINDINGS: everyone who is bound to a wallet, on what terms, and what they have used of their limits.

import { summarizeBinding } from './binding-summary.ts';
import type { Handler } from './call.ts';
import { requireWallet } from './wallet-of.ts';

/** @throws ITEM_NOT_FOUND unknown-wallet */
export const listBindings: Handler<'LIST_BINDINGS'> = (call, ta) => {
  const { walletId } = requireWallet(call, ta);
  const { bindings, isWhole } = ta.bindings.soundOfWallet(walletId);
  return { result: { bindings: bindings.map((binding) => summarizeBinding(binding, ta)), isWhole } };
};
