// LIST_BINDINGS: everyone who is bound to a wallet, on what terms, and what they have used of their limits.

import { summarizeBinding } from './binding-summary.ts';
import type { Handler } from './call.ts';

export const listBindings: Handler<'LIST_BINDINGS'> = (call, ta) => {
  const bindings = ta.bindings.ofWallet(call.params.walletId);
  return { result: { bindings: bindings.map((binding) => summarizeBinding(binding, ta)) } };
};
