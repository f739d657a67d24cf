// Each wallet's history of signatures: one row for each, numbered from 1, and one that counts them.
// Written in the transaction that commits the signature, so that neither is ever there without the other.
import { RecordTable } from '../authorization/record-table.ts';
import type { WalletId } from '../protocol/bindings.ts';
import type { signatureSummarySchema, signedSchema } from '../protocol/review.ts';
import { z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';

type SummaryInput = z.input<typeof signatureSummarySchema>;
export type SignedInput = z.input<typeof signedSchema>;

/** As the table's results want it. */
export interface SignatureRecord {
  readonly summary: SummaryInput;
  readonly signed: SignedInput;
}

/** The record is authenticated: to judge each address and number of it again takes long in a list. */
const recordSchema = z.strictObject({
  summary: z.custom<SummaryInput>((value) => typeof value === 'object' && value !== null),
  signed: z.custom<SignedInput>((value) => typeof value === 'object' && value !== null),
});
const countSchema = z.strictObject({ count: z.number().int().min(0) });
type Count = z.output<typeof countSchema>;

export class SignatureStore {
  readonly #records: RecordTable<SignatureRecord, SignatureRecord>;
  readonly #counts: RecordTable<Count, Count>;

  constructor(storage: Pick<ReadStorage, 'get' | 'scan'>) {
    this.#records = new RecordTable(storage, 'signatures', recordSchema);
    this.#counts = new RecordTable(storage, 'signatures', countSchema);
  }

  /** @throws CORRUPT_OBJECT damaged-record */
  count(walletId: WalletId): number {
    return this.#counts.get(countKey(walletId))?.count ?? 0;
  }

  /** @throws CORRUPT_OBJECT damaged-record */
  find(walletId: WalletId, number: number): SignatureRecord | undefined {
    return this.#records.get(rowKey(walletId, number));
  }

  /** Stores the next one: its number is one more than the count. */
  put(tx: Transaction, walletId: WalletId, userId: string, record: SignatureRecord): void {
    const { number } = record.summary;
    this.#records.put(tx, rowKey(walletId, number), userId, record);
    this.#counts.put(tx, countKey(walletId), userId, { count: number });
  }
}

function rowKey(walletId: WalletId, number: number): string {
  return `${walletId}/${number}`;
}

function countKey(walletId: WalletId): string {
  return `${walletId}/count`;
}
