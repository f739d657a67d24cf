// The records of wallets. Who may do what with one is a matter of its bindings.
// They hold no key yet.
import { type WalletId, walletIdSchema } from '../protocol/bindings.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { RecordTable } from './record-table.ts';

const walletRecordSchema = z.strictObject({
  walletId: walletIdSchema,
  name: z.string(),
  createdAtMs: timeMsSchema,
});
export type WalletRecord = z.output<typeof walletRecordSchema>;

export class WalletStore {
  readonly #records: RecordTable<WalletRecord, z.input<typeof walletRecordSchema>>;

  constructor(storage: Pick<ReadStorage, 'get' | 'scan'>) {
    this.#records = new RecordTable(storage, 'wallets', walletRecordSchema);
  }

  find(walletId: WalletId): WalletRecord | undefined {
    return this.#records.get(walletId);
  }

  put(tx: Transaction, record: WalletRecord, ownerId: string): void {
    this.#records.put(tx, record.walletId, ownerId, record);
  }

  remove(tx: Transaction, walletId: WalletId): void {
    this.#records.remove(tx, walletId);
  }
}
