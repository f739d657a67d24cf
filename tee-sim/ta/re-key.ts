// Gives a wallet a new key when somebody may sign with it no longer: what they could have kept opens nothing any more.
import { type BindingRecord, isOver } from '../authorization/bindings.ts';
import { wipeUser } from '../authorization/user-record.ts';
import { newWalletKey, sealSecret, wrapWalletKey } from '../authorization/wallet-keys.ts';
import type { WalletRecord } from '../authorization/wallets.ts';
import { refusal } from '../os/refusals.ts';
import { wipe } from '../protocol/bytes.ts';
import type { UserId } from '../protocol/factors.ts';
import type { Transaction } from '../storage/storage.ts';
import type { Call, TaServices } from './call.ts';

type Asking = Pick<Call<'PUT_BINDING'>, 'session' | 'trace'>;

/** SM2 encryption of a wallet's key to a user. @throws ITEM_NOT_FOUND unknown-user */
export function wrapFor(
  { users, engine, random }: Pick<TaServices, 'users' | 'engine' | 'random'>,
  userId: UserId,
  walletKey: Uint8Array,
): Uint8Array {
  const user = users.find(userId);
  if (user === undefined) throw refusal('unknown-user');
  wipeUser(user);
  return wrapWalletKey(engine, random, user.publicKey, walletKey);
}

/**
 * The secret sealed anew under a new wallet key, and that wrapped to everyone who had the old one but `without`. What
 * it returns puts that into the transaction that takes the right away. Every key of it is zeroed on return.
 * @throws ACCESS_DENIED password-needed, not-permitted
 */
export function reKey(
  asking: Asking,
  ta: TaServices,
  wallet: WalletRecord,
  without: UserId,
): (tx: Transaction, actor: UserId) => void {
  const { walletId } = wallet;
  const now = ta.clock.laterMs();
  const staying = ta.bindings.ofWallet(walletId).filter(({ userId, walletKey, terms }) => {
    return walletKey !== undefined && userId !== without && !isOver(terms, now);
  });
  const key = newWalletKey(ta.random);
  try {
    const generation = wallet.sealed.generation + 1;
    const sealed = ta.accountKeys.withSecret(asking, walletId, (secret) =>
      sealSecret(ta.engine, ta.random, key, { walletId, generation }, secret),
    );
    const wrapped = staying.map(
      (binding): BindingRecord => ({ ...binding, walletKey: wrapFor(ta, binding.userId, key) }),
    );
    return (tx, actor) => {
      tx.forgetReplaced();
      ta.wallets.put(tx, { ...wallet, sealed }, actor);
      for (const binding of wrapped) ta.bindings.put(tx, binding);
    };
  } finally {
    wipe(key);
  }
}
