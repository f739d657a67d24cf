// Who is bound to which wallet, and on what terms (S2's WalletBinding).
import {
  type BindingTerms,
  type BindingTermsInput,
  bindingTermsSchema,
  type LimitInput,
  type WalletId,
  walletIdSchema,
} from '../protocol/bindings.ts';
import { bytesToBase64Url } from '../protocol/bytes.ts';
import { type UserId, userIdSchema } from '../protocol/factors.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { RecordTable } from './record-table.ts';
import { wrappedWalletKeySchema } from './wallet-keys.ts';

const bindingRecordSchema = z.strictObject({
  walletId: walletIdSchema,
  userId: userIdSchema,
  terms: bindingTermsSchema,
  createdAtMs: timeMsSchema,
  /** Wrapped to the user's SM2 key: present exactly where the terms have SIGN and the wallet has keys. */
  walletKey: wrappedWalletKeySchema.optional(),
});
export type BindingRecord = z.output<typeof bindingRecordSchema>;

export class BindingStore {
  readonly #records: RecordTable<BindingRecord, z.input<typeof bindingRecordSchema>>;

  constructor(storage: Pick<ReadStorage, 'get' | 'scan'>) {
    this.#records = new RecordTable(storage, 'bindings', bindingRecordSchema);
  }

  /** @throws CORRUPT_OBJECT damaged-record */
  find(walletId: WalletId, userId: UserId): BindingRecord | undefined {
    return this.#records.get(rowKey(walletId, userId));
  }

  /** For lists: looks through every binding there is, the oldest first. */
  ofUser(userId: UserId): BindingRecord[] {
    return this.#sorted().filter((binding) => binding.userId === userId);
  }

  /** For lists: looks through every binding there is, the oldest first. */
  ofWallet(walletId: WalletId): BindingRecord[] {
    return this.#sorted().filter((binding) => binding.walletId === walletId);
  }

  put(tx: Transaction, record: BindingRecord): void {
    const { walletId, userId, terms, createdAtMs, walletKey } = record;
    this.#records.put(tx, rowKey(walletId, userId), userId, {
      ...{ walletId, userId, createdAtMs },
      terms: termsInput(terms),
      ...(walletKey === undefined ? {} : { walletKey: bytesToBase64Url(walletKey) }),
    });
  }

  remove(tx: Transaction, { walletId, userId }: Pick<BindingRecord, 'walletId' | 'userId'>): void {
    this.#records.remove(tx, rowKey(walletId, userId));
  }

  #sorted(): BindingRecord[] {
    return this.#records
      .all()
      .sort((a, b) => a.createdAtMs - b.createdAtMs || (a.userId < b.userId ? -1 : 1));
  }
}

/** Terms as JSON can hold them: amounts as decimal text. */
export function termsInput({ limits, ...terms }: BindingTerms): BindingTermsInput {
  if (limits === undefined) return terms;
  return {
    ...terms,
    limits: limits.map(
      (limit): LimitInput => ({
        ...limit,
        perTransaction: limit.perTransaction.toString(),
        perDay: limit.perDay.toString(),
      }),
    ),
  };
}

function rowKey(walletId: WalletId, userId: UserId): string {
  return `${walletId}/${userId}`;
}
