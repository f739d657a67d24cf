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

/** Rows of a table fall into buckets by the first two bytes of their key: using a row re-reads its few neighbours. */
const BUCKETS = 65_536;
/** 128 bits of HMAC-SM3, as strong as the SM4 keys. */
const SUM_BYTES = 16;

/**
 * sum(bucket) = ⊕ HMAC-SM3(key, lp(label, table, rowKey, userId, version, tag))[0..16] over its rows.
 * Exclusive-or is linear, so the sums never leave memory; what is stored is `commitment`, a MAC of their total.
 */
export class StateDigest {
  readonly #engine: CryptoEngine;
  readonly #key: Uint8Array;
  readonly #sums = new Map<string, Uint8Array>();
  readonly #total = new Uint8Array(SUM_BYTES);
  #uncommitted: { bucket: Uint8Array; value: Uint8Array }[] = [];

  /** Keeps a reference to `key`, which stays its owner's to zero. */
  constructor(engine: CryptoEngine, key: Uint8Array, tables: readonly string[]) {
    this.#engine = engine;
    this.#key = key;
    for (const table of tables) this.#sums.set(table, new Uint8Array(BUCKETS * SUM_BYTES));
  }

  /** Counts a row in, or the same row out again. */
  toggle(table: string, row: StateRow): void {
    const entry = { bucket: this.#bucket(table, row.rowKey), value: this.#valueOf(table, row) };
    apply(entry.bucket, entry.value);
    apply(this.#total, entry.value);
    this.#uncommitted.push(entry);
  }

  /**
   * Whether `rows` are exactly the rows of the bucket in which `rowKey` falls. Each key once: a row that is
   * there twice cancels itself out of the sum, and an edited index keeps nothing unique.
   */
  matches(table: string, rowKey: Uint8Array, rows: readonly StateRow[]): boolean {
    if (new Set(rows.map((row) => bytesToHex(row.rowKey))).size !== rows.length) return false;
    const sum = new Uint8Array(SUM_BYTES);
    for (const row of rows) apply(sum, this.#valueOf(table, row));
    return equalBytes(sum, this.#bucket(table, rowKey));
  }

  /** Everything toggled since the last `commit` or `rollback` stays. */
  commit(): void {
    this.#uncommitted = [];
  }

  /** Everything toggled since the last `commit` or `rollback` is undone. */
  rollback(): void {
    for (const { bucket, value } of this.#uncommitted) {
      apply(bucket, value);
      apply(this.#total, value);
    }
    this.#uncommitted = [];
  }

  /** HMAC-SM3(key, lp(label, total)), 32 bytes; may be stored in the open. */
  commitment(): Uint8Array {
    return hmacSm3(this.#engine, this.#key, lengthPrefixed(STATE_LABEL, this.#total));
  }

  destroy(): void {
    wipe(...this.#sums.values(), this.#total);
    this.#uncommitted = [];
  }

  #bucket(table: string, rowKey: Uint8Array): Uint8Array {
    const sums = this.#sums.get(table);
    if (sums === undefined) throw new RangeError('state table');
    const offset = (((rowKey[0] ?? 0) << 8) | (rowKey[1] ?? 0)) * SUM_BYTES;
    return sums.subarray(offset, offset + SUM_BYTES);
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

/** The lowest and the highest possible key in the bucket of `rowKey`. */
export function bucketRange(rowKey: Uint8Array): [from: Uint8Array, to: Uint8Array] {
  const from = new Uint8Array(rowKey.length);
  const to = new Uint8Array(rowKey.length).fill(0xff);
  from.set(rowKey.subarray(0, 2));
  to.set(rowKey.subarray(0, 2));
  return [from, to];
}
