// One table of storage as typed records: JSON in UTF-8, judged by a schema whenever it is read.
// Must never leave a decrypted buffer behind unwiped.
import { bytesToUtf8, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { z } from '../protocol/schema.ts';
import type { ReadStorage, StateTable, Transaction } from '../storage/storage.ts';
import { storageError, unlessDamaged } from '../storage/storage-errors.ts';

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

  /** As `all`, without what does not hold. `isWhole`: nothing is left out. */
  sound(storage: Pick<ReadStorage, 'scanSound'>): { readonly records: Out[]; readonly isWhole: boolean } {
    const { opened, isWhole } = storage.scanSound(this.#table);
    try {
      const records = opened.flatMap((bytes) => unlessDamaged(() => this.#read(bytes)) ?? []);
      return { records, isWhole: isWhole && records.length === opened.length };
    } finally {
      wipe(...opened);
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

  /** What is authentic but no record of this version does not hold either. @throws CORRUPT_OBJECT damaged-record */
  #read(stored: Uint8Array): Out {
    try {
      return this.#schema.parse(JSON.parse(bytesToUtf8(stored)));
    } catch (error) {
      const isUnreadable = error instanceof SyntaxError || error instanceof z.ZodError;
      throw isUnreadable ? storageError('damaged-record') : error;
    } finally {
      wipe(stored);
    }
  }
}
