// A keyed digest over the current version of every state row, kept up to date row by row.
// It tells an old version put back, a row removed and a row added, at boot and at every use of a row.
import type { CryptoEngine } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { bytesToHex, equalBytes, lengthPrefixed, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { u64be } from './columns.ts';
import { recordTag } from './record-cipher.ts';

/** What a row is known by: its record's tag commits to all of the record. */
export interface StateRow {
  readonly rowKey: Uint8Array;
  readonly userId: string;
  readonly version: number;
  /** The record, or its tag alone. */
  readonly record: Uint8Array;
}

const ROW_LABEL = utf8ToBytes('airaccount/1/state-row');
const STATE_LABEL = utf8ToBytes('airaccount/1/state');

/**
 * Rows of a table fall into 2ⁿ buckets by the first n bits of their key: using a row re-reads its few neighbours. A
 * bucket costs 16 bytes of memory, so only tables with many rows get 2¹⁶ of them (1 MiB).
 */
export type BucketBits = 12 | 16;
/** 128 bits of HMAC-SM3, as strong as the SM4 keys. */
const SUM_BYTES = 16;

/**
 * sum(bucket) = ⊕ HMAC-SM3(key, lp(label, table, rowKey, userId, version, tag))[0..16] over its rows.
 * Exclusive-or is linear, so the sums never leave memory; what is stored is `commitment`, a MAC of their total.
 */
export class StateDigest {
  readonly #engine: CryptoEngine;
  readonly #key: Uint8Array;
  readonly #tables = new Map<string, { bits: BucketBits; buckets: Uint8Array; total: Uint8Array }>();
  #uncommitted: { table: string; rowKey: Uint8Array; value: Uint8Array }[] = [];

  /** Keeps a reference to `key`, which stays its owner's to zero. */
  constructor(engine: CryptoEngine, key: Uint8Array, tables: ReadonlyMap<string, BucketBits>) {
    this.#engine = engine;
    this.#key = key;
    for (const [table, bits] of tables) {
      const [buckets, total] = [new Uint8Array(SUM_BYTES << bits), new Uint8Array(SUM_BYTES)];
      this.#tables.set(table, { bits, buckets, total });
    }
  }

  /** Counts a row in, or the same row out again. */
  toggle(table: string, row: StateRow): void {
    const value = this.#valueOf(table, row);
    this.#apply(table, row.rowKey, value);
    this.#uncommitted.push({ table, rowKey: row.rowKey, value });
  }

  /**
   * Whether `rows` are exactly the rows of the bucket in which `rowKey` falls. Each key once: a row that is
   * there twice cancels itself out of the sum, and an edited index keeps nothing unique.
   */
  matches(table: string, rowKey: Uint8Array, rows: readonly StateRow[]): boolean {
    return this.#addUpTo(table, rows, this.#bucket(table, rowKey));
  }

  /** Whether `rows` are exactly the rows of the table, each key once. */
  matchesTable(table: string, rows: readonly StateRow[]): boolean {
    return this.#addUpTo(table, rows, this.#of(table).total);
  }

  /** Of `rows`, those whose bucket agrees. A damaged row takes the few others of its bucket with it. */
  soundRows(table: string, rows: readonly StateRow[]): StateRow[] {
    const { bits } = this.#of(table);
    const buckets = Map.groupBy(rows, ({ rowKey }) => prefix(rowKey) >>> (16 - bits));
    return [...buckets.values()].flatMap((bucket) => {
      const [first] = bucket;
      return first !== undefined && this.matches(table, first.rowKey, bucket) ? bucket : [];
    });
  }

  /** The lowest and the highest possible key in the bucket of `rowKey`. */
  bucketRange(table: string, rowKey: Uint8Array): [from: Uint8Array, to: Uint8Array] {
    const below = 16 - this.#of(table).bits;
    const first = (prefix(rowKey) >>> below) << below;
    const last = first | ((1 << below) - 1);
    const [from, to] = [new Uint8Array(rowKey.length), new Uint8Array(rowKey.length).fill(0xff)];
    from.set([first >>> 8, first]);
    to.set([last >>> 8, last]);
    return [from, to];
  }

  /** Everything toggled since the last `commit` or `rollback` stays. */
  commit(): void {
    this.#uncommitted = [];
  }

  /** Everything toggled since the last `commit` or `rollback` is undone. */
  rollback(): void {
    for (const { table, rowKey, value } of this.#uncommitted) this.#apply(table, rowKey, value);
    this.#uncommitted = [];
  }

  /** HMAC-SM3(key, lp(label, ⊕ of all tables)), 32 bytes; may be stored in the open. */
  commitment(): Uint8Array {
    const sum = new Uint8Array(SUM_BYTES);
    for (const { total } of this.#tables.values()) apply(sum, total);
    return hmacSm3(this.#engine, this.#key, lengthPrefixed(STATE_LABEL, sum));
  }

  destroy(): void {
    for (const { buckets, total } of this.#tables.values()) wipe(buckets, total);
    this.#uncommitted = [];
  }

  #of(table: string) {
    const sums = this.#tables.get(table);
    if (sums === undefined) throw new RangeError('state table');
    return sums;
  }

  #bucket(table: string, rowKey: Uint8Array): Uint8Array {
    const { bits, buckets } = this.#of(table);
    const offset = (prefix(rowKey) >>> (16 - bits)) * SUM_BYTES;
    return buckets.subarray(offset, offset + SUM_BYTES);
  }

  #apply(table: string, rowKey: Uint8Array, value: Uint8Array): void {
    apply(this.#bucket(table, rowKey), value);
    apply(this.#of(table).total, value);
  }

  #addUpTo(table: string, rows: readonly StateRow[], expected: Uint8Array): boolean {
    if (new Set(rows.map((row) => bytesToHex(row.rowKey))).size !== rows.length) return false;
    const sum = new Uint8Array(SUM_BYTES);
    for (const row of rows) apply(sum, this.#valueOf(table, row));
    return equalBytes(sum, expected);
  }

  #valueOf(table: string, row: StateRow): Uint8Array {
    const mac = hmacSm3(
      this.#engine,
      this.#key,
      lengthPrefixed(
        ROW_LABEL,
        utf8ToBytes(table),
        row.rowKey,
        utf8ToBytes(row.userId),
        u64be(row.version),
        recordTag(row.record),
      ),
    );
    return mac.subarray(0, SUM_BYTES);
  }
}

function apply(sum: Uint8Array, value: Uint8Array): void {
  for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) ^ (value[i] ?? 0);
}

/** The first 16 bits. */
function prefix(rowKey: Uint8Array): number {
  return ((rowKey[0] ?? 0) << 8) | (rowKey[1] ?? 0);
}
