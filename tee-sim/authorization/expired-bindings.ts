// Takes the wallet's key out of bindings that are over: what permits nothing keeps nothing. The binding itself stays,
// with its terms, until its owner renews or revokes it; revoking still gives the wallet another key.
import { utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import type { SecureStorage } from '../storage/storage.ts';
import { type BindingRecord, type BindingStore, isOver } from './bindings.ts';

/** Owner of what the TEE does by itself; no session ever has this user. */
const TEE_USER = 'tee';

export interface Sweep {
  readonly storage: Pick<SecureStorage, 'write'>;
  readonly bindings: BindingStore;
  /** TEE time, for the row. */
  readonly nowMs: () => number;
  /** The time that ends things. */
  readonly laterMs: () => number;
}

/** Those of `found` that are over and still have a key lose it, in one transaction with a row of the log. */
export function wipeExpiredKeys(
  { storage, bindings, nowMs, laterMs }: Sweep,
  found: readonly BindingRecord[],
): void {
  const now = laterMs();
  const expired = found.filter((binding) => binding.walletKey !== undefined && isOver(binding.terms, now));
  if (expired.length === 0) return;
  const named = expired.map(({ walletId, userId }) => ({ walletId, userId }));
  const record = utf8ToBytes(JSON.stringify({ event: 'expired', bindings: named }));
  try {
    storage.write((tx) => {
      tx.forgetReplaced();
      for (const { walletKey: _, ...keyless } of expired) bindings.put(tx, keyless);
      return { log: { userId: TEE_USER, kind: 'binding', atMs: nowMs(), record }, value: undefined };
    });
  } catch (error) {
    // It permits nothing all the same; the next boot, or use, tries again.
    if (!(error instanceof TeeError)) throw error;
  } finally {
    wipe(record);
  }
}
