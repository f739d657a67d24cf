// LIST_WALLETS: the wallets that the user is bound to and may READ now. Opens no wallet, and looks through bindings and
// wallets once each, however many there are.
import { summarizeBinding, summarizeWallet } from './binding-summary.ts';
import { type Handler, requireUser } from './call.ts';

export const listWallets: Handler<'LIST_WALLETS'> = (call, ta) => {
  const now = ta.clock.laterMs();
  const { id, name } = requireUser(call);
  const readable = ta.bindings
    .ofUser(id)
    .filter(({ terms: { permissions, expiresAtMs = Number.POSITIVE_INFINITY } }) => {
      return permissions.includes('READ') && now < expiresAtMs;
    });
  const all = readable.length === 0 ? undefined : ta.wallets.all();
  const wallets = readable.flatMap((binding) => {
    const wallet = all?.get(binding.walletId);
    return wallet === undefined ? [] : [summarizeWallet(wallet, summarizeBinding(binding, ta, name))];
  });
  return { result: { wallets } };
};
