// One table of storage as typed records: JSON in UTF-8, judged by a schema whenever it is read.
// Must never leave a decrypted buffer behind unwiped.
import { bytesToUtf8, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { z } from '../protocol/schema.ts';
import type { ReadStorage, StateTable, Transaction } from '../storage/storage.ts';

/** What holds records: the storage, or a transaction that sees what it wrote itself. */
export type RecordSource = Pick<ReadStorage, 'get'>;

export class RecordTable<Out, In> {
  readonly #storage: Pick<ReadStorage, 'get' | 'scan'>;
  readonly #table: StateTable;
  readonly #schema: z.ZodType<Out, In>;

  constructor(storage: Pick<ReadStorage, 'get' | 'scan'>, table: StateTable, schema: z.ZodType<Out, In>) {
    this.#storage = storage;
    this.#table = table;
    this.#schema = schema;
  }

  /** @throws CORRUPT_OBJECT damaged-record */
  get(rowKey: string, source: RecordSource = this.#storage): Out | undefined {
    const stored = source.get(this.#table, rowKey);
    return stored && this.#read(stored);
  }

  /** All of them, in no order: for lists that people look at. @throws CORRUPT_OBJECT damaged-record */
  all(): Out[] {
    const stored = this.#storage.scan(this.#table);
    try {
      return stored.map((bytes) => this.#read(bytes));
    } finally {
      wipe(...stored);
    }
  }

  /** `userId` stands beside the sealed record in the clear. */
  put(tx: Transaction, rowKey: string, userId: string, record: In): void {
    const plaintext = utf8ToBytes(JSON.stringify(record));
    try {
      tx.put(this.#table, rowKey, userId, plaintext);
    } finally {
      wipe(plaintext);
    }
  }

  remove(tx: Transaction, rowKey: string): void {
    tx.remove(this.#table, rowKey);
  }

  #read(stored: Uint8Array): Out {
    try {
      return this.#schema.parse(JSON.parse(bytesToUtf8(stored)));
    } finally {
      wipe(stored);
    }
  }
}
