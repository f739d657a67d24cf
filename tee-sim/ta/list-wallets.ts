// LIST_WALLETS: the wallets that the user is bound to and may READ now.

import { summarizeWallet } from './binding-summary.ts';
import { type Handler, requireUser } from './call.ts';

export const listWallets: Handler<'LIST_WALLETS'> = (call, ta) => {
  const now = ta.clock.laterMs();
  const readable = ta.bindings
    .ofUser(requireUser(call).id)
    .filter(({ terms: { permissions, expiresAtMs = Number.POSITIVE_INFINITY } }) => {
      return permissions.includes('READ') && now < expiresAtMs;
    });
  const wallets = readable.flatMap((binding) => {
    const wallet = ta.wallets.find(binding.walletId);
    return wallet === undefined ? [] : [summarizeWallet(wallet, binding, ta)];
  });
  return { result: { wallets } };
};
