// Storage's stand-in for benches that must not measure storage: rows in memory, in the clear.
import type { StateTable, Transaction } from '../../tee-sim/storage/storage.ts';

type Row = Uint8Array;

export class MemoryStorage {
  readonly #tables = new Map<StateTable, Map<string, Row>>();

  /** A copy, as storage gives one: whoever reads it wipes it. */
  get(table: StateTable, rowKey: string): Row | undefined {
    return this.#tables.get(table)?.get(rowKey)?.slice();
  }

  scan(table: StateTable): Row[] {
    return [...(this.#tables.get(table)?.values() ?? [])].map((row) => row.slice());
  }

  scanSound(table: StateTable) {
    return { opened: this.scan(table), isWhole: true };
  }

  /** Writes at once: nothing is ever taken back. */
  transaction(): Transaction {
    return {
      get: (table, rowKey) => this.get(table, rowKey),
      put: (table, rowKey, _userId, plaintext) => {
        const rows = this.#tables.get(table) ?? new Map<string, Row>();
        this.#tables.set(table, rows);
        rows.set(rowKey, plaintext.slice());
      },
      remove: (table, rowKey) => {
        this.#tables.get(table)?.delete(rowKey);
      },
      eraseFeatures: () => undefined,
      forgetReplaced: () => undefined,
      logId: 1 as Transaction['logId'],
    };
  }
}
