// LIST_WALLETS: the wallets that the user is bound to and may READ now. Opens no wallet, and looks through bindings and
// wallets once each, however many there are. One that is damaged spoils no other.
import { summarizeBinding, summarizeWallet } from './binding-summary.ts';
import { type Handler, requireUser } from './call.ts';

export const listWallets: Handler<'LIST_WALLETS'> = (call, ta) => {
  const now = ta.clock.laterMs();
  const { id, name } = requireUser(call);
  const { bindings, isWhole } = ta.bindings.soundOfUser(id);
  const readable = bindings.filter(({ terms: { permissions, expiresAtMs = Number.POSITIVE_INFINITY } }) => {
    return permissions.includes('READ') && now < expiresAtMs;
  });
  if (readable.length === 0) return { result: { wallets: [], damaged: [], isAccessWhole: isWhole } };
  const stored = ta.wallets.all();
  const wallets = readable.flatMap((binding) => {
    const wallet = stored.wallets.get(binding.walletId);
    return wallet === undefined ? [] : [summarizeWallet(wallet, summarizeBinding(binding, ta, name))];
  });
  const damaged = readable.map(({ walletId }) => walletId).filter(stored.isDamaged);
  return { result: { wallets, damaged, isAccessWhole: isWhole } };
};
