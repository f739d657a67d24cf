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
  /** Wrapped to the user's SM2 key: where the terms have SIGN, the wallet has keys, and the binding is not over. */
  walletKey: wrappedWalletKeySchema.optional(),
});
export type BindingRecord = z.output<typeof bindingRecordSchema>;

/** `isWhole`: no binding of the device is damaged; whose one is, nobody can tell. */
export interface SoundBindings {
  readonly bindings: BindingRecord[];
  readonly isWhole: boolean;
}

export class BindingStore {
  readonly #storage: Pick<ReadStorage, 'scanSound'>;
  readonly #records: RecordTable<BindingRecord, z.input<typeof bindingRecordSchema>>;

  constructor(storage: Pick<ReadStorage, 'get' | 'scan' | 'scanSound'>) {
    this.#storage = storage;
    this.#records = new RecordTable(storage, 'bindings', bindingRecordSchema);
  }

  /** @throws CORRUPT_OBJECT damaged-record */
  find(walletId: WalletId, userId: UserId): BindingRecord | undefined {
    return this.#records.get(rowKey(walletId, userId));
  }

  /** For lists: looks through every binding there is, the oldest first, and leaves out what does not hold. */
  soundOfUser(userId: UserId): SoundBindings {
    return this.#sound((binding) => binding.userId === userId);
  }

  /** Every one that holds, in one look: for what the TEE does by itself. */
  allSound(): readonly BindingRecord[] {
    return this.#sound(() => true).bindings;
  }

  /** As `soundOfUser`. */
  soundOfWallet(walletId: WalletId): SoundBindings {
    return this.#sound((binding) => binding.walletId === walletId);
  }

  /** For changes of all of them, none of which may be missed. @throws CORRUPT_OBJECT damaged-record */
  ofWallet(walletId: WalletId): BindingRecord[] {
    return sorted(this.#records.all()).filter((binding) => binding.walletId === walletId);
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

  #sound(wanted: (binding: BindingRecord) => boolean): SoundBindings {
    const { records, isWhole } = this.#records.sound(this.#storage);
    return { bindings: sorted(records).filter(wanted), isWhole };
  }
}

function sorted(bindings: BindingRecord[]): BindingRecord[] {
  return bindings.sort((a, b) => a.createdAtMs - b.createdAtMs || (a.userId < b.userId ? -1 : 1));
}

/** `laterMs`: the later of TEE and wall time, which ends things. */
export function isOver({ expiresAtMs }: Pick<BindingTerms, 'expiresAtMs'>, laterMs: number): boolean {
  return expiresAtMs !== undefined && laterMs >= expiresAtMs;
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
