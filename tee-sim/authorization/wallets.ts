// The records of wallets: what anyone may see who may READ, and the sealed secret. Who may do what with one is a matter
// of its bindings. Must never hold a key that opens it.
import { type WalletId, walletIdSchema } from '../protocol/bindings.ts';
import { bytesToBase64Url } from '../protocol/bytes.ts';
import type { Address } from '../protocol/payment.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import { accountIndexSchema, MAX_ACCOUNTS, WALLET_SOURCES } from '../protocol/wallets.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { RecordTable } from './record-table.ts';
import { sealedSecretSchema } from './wallet-keys.ts';

/** As it was written, in EIP-55: the record is authenticated, and checking a thousand checksums again takes long. */
export const storedAddressSchema = z.custom<Address>(
  (text) => typeof text === 'string' && /^0x[0-9a-fA-F]{40}$/.test(text),
);

const storedAccountSchema = z.strictObject({
  index: accountIndexSchema,
  address: storedAddressSchema,
  name: z.string().optional(),
});
export type WalletAccount = z.output<typeof storedAccountSchema>;

const walletRecordSchema = z.strictObject({
  walletId: walletIdSchema,
  name: z.string(),
  source: z.enum(WALLET_SOURCES),
  imported: z.boolean(),
  /** Of a phrase: whoever restores it elsewhere needs a passphrase too. */
  hasPassphrase: z.boolean(),
  createdAtMs: timeMsSchema,
  /** By rising index. */
  accounts: z.array(storedAccountSchema).min(1).max(MAX_ACCOUNTS),
  sealed: sealedSecretSchema,
});
export type WalletRecord = z.output<typeof walletRecordSchema>;

/** From before wallets had keys: nobody could ever pay from one, so it is as good as none. */
const placeholderSchema = z.strictObject({
  walletId: walletIdSchema,
  name: z.string(),
  createdAtMs: timeMsSchema,
});

const anyRecordSchema = z.union([walletRecordSchema, placeholderSchema]);

export class WalletStore {
  readonly #storage: Pick<ReadStorage, 'scanSound'>;
  readonly #records: RecordTable<z.output<typeof anyRecordSchema>, z.input<typeof anyRecordSchema>>;

  constructor(storage: Pick<ReadStorage, 'get' | 'scan' | 'scanSound'>) {
    this.#storage = storage;
    this.#records = new RecordTable(storage, 'wallets', anyRecordSchema);
  }

  /** @throws CORRUPT_OBJECT damaged-record */
  find(walletId: WalletId): WalletRecord | undefined {
    const record = this.#records.get(walletId);
    return record !== undefined && isWallet(record) ? record : undefined;
  }

  /** Every wallet of the device, in one look: for lists. One that does not hold spoils no other. */
  all(): { readonly wallets: ReadonlyMap<WalletId, WalletRecord>; isDamaged(walletId: WalletId): boolean } {
    const { records, isWhole } = this.#records.sound(this.#storage);
    const found = new Set(records.map(({ walletId }) => walletId));
    return {
      wallets: new Map(records.filter(isWallet).map((record) => [record.walletId, record])),
      isDamaged: (walletId) => !isWhole && !found.has(walletId),
    };
  }

  put(tx: Transaction, record: WalletRecord, ownerId: string): void {
    const { generation, iv, ciphertext, tag } = record.sealed;
    const sealed = {
      generation,
      iv: bytesToBase64Url(iv),
      ciphertext: bytesToBase64Url(ciphertext),
      tag: bytesToBase64Url(tag),
    };
    this.#records.put(tx, record.walletId, ownerId, { ...record, sealed });
  }

  remove(tx: Transaction, walletId: WalletId): void {
    this.#records.remove(tx, walletId);
  }
}

function isWallet(record: z.output<typeof anyRecordSchema>): record is WalletRecord {
  return 'sealed' in record;
}
