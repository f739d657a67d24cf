// The accounts of every wallet that a user owns.
import type { UserId } from '../protocol/factors.ts';
import type { Address } from '../protocol/payment.ts';
import { unlessDamaged } from '../storage/storage-errors.ts';
import type { TaServices } from './call.ts';

/** Leaves room for an account's number. */
const MAX_WALLET_NAME = 58;

/**
 * By address: the account's name, or the wallet's and its number there. Not of a shared wallet: its owner names it, and
 * whom they share it with, and could pass for the user's own account. Nor of a damaged one: it must not keep the
 * others from being used.
 */
export function ownAccounts(
  userId: UserId,
  { bindings, wallets }: Pick<TaServices, 'bindings' | 'wallets'>,
): ReadonlyMap<Address, string> {
  const owned = bindings.soundOfUser(userId).bindings.filter(({ terms }) => terms.type === 'Owner');
  const accounts = owned.flatMap(({ walletId }) => {
    const wallet = unlessDamaged(() => wallets.find(walletId));
    const walletName = wallet?.name.slice(0, MAX_WALLET_NAME);
    return (wallet?.accounts ?? []).map(({ address, index, name }) => {
      return [address, name ?? `${walletName} ${index + 1}`] as const;
    });
  });
  return new Map(accounts);
}
