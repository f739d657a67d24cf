// The tables of current state: sealed rows under blinded keys, each checked against the state digest when used.
import type { Database, Statement } from 'better-sqlite3';
import type { CryptoEngine } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { bytesToHex, equalBytes, lengthPrefixed, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { Change } from './chain.ts';
import { blobColumn, type Columns, integerColumn, textColumn } from './columns.ts';
import type { RecordLabel, RecordSuite, StorageKeys } from './keys.ts';
import { type KeysOfSuite, type RecordCipher, type RecordPlace, TAG_BYTES } from './record-cipher.ts';
import type { BucketBits, StateDigest, StateRow } from './state-digest.ts';
import type { StateTable } from './storage.ts';
import { storageError, unlessDamaged } from './storage-errors.ts';

/** The TA's tables, and our own record of which features were erased on purpose. */
export type AnyStateTable = StateTable | 'feature_erasures';

/** Under which keys a table's records lie, and into how many buckets its rows fall: 2¹⁶ where they are many. */
const TABLES = {
  device_identity: { label: 'db_device_identity', bucketBits: 12 },
  feature_history: { label: 'db_feature_history', bucketBits: 16 },
  operations: { label: 'db_user_data', bucketBits: 12 },
  feature_erasures: { label: 'db_risk_logs', bucketBits: 16 },
  users: { label: 'db_user_data', bucketBits: 12 },
  lock_outs: { label: 'db_user_data', bucketBits: 12 },
  running_time: { label: 'db_user_data', bucketBits: 12 },
  clients: { label: 'db_user_data', bucketBits: 12 },
  wallets: { label: 'db_wallet_keys', bucketBits: 12 },
  bindings: { label: 'db_user_data', bucketBits: 16 },
  limit_usage: { label: 'db_user_data', bucketBits: 16 },
  policies: { label: 'db_user_data', bucketBits: 12 },
  signatures: { label: 'db_user_data', bucketBits: 12 },
  contacts: { label: 'db_user_data', bucketBits: 12 },
} as const satisfies Readonly<Record<AnyStateTable, { label: RecordLabel; bucketBits: BucketBits }>>;

export const STATE_TABLES = Object.keys(TABLES) as readonly AnyStateTable[];

/** For `StateDigest`. */
export const STATE_BUCKETS: ReadonlyMap<string, BucketBits> = new Map(
  Object.entries(TABLES).map(([table, { bucketBits }]) => [table, bucketBits]),
);

const ROW_KEY_BYTES = 16;

interface Statements {
  readonly bucket: Statement<[Uint8Array, Uint8Array], Columns>;
  readonly all: Statement<[], Columns>;
  readonly upsert: Statement<[Uint8Array, string, number, Uint8Array]>;
  readonly remove: Statement<[Uint8Array]>;
}

export class StateTables {
  readonly #engine: CryptoEngine;
  readonly #keys: StorageKeys;
  readonly #cipher: RecordCipher;
  readonly #digest: StateDigest;
  readonly #statements = new Map<AnyStateTable, Statements>();

  constructor(
    db: Database,
    engine: CryptoEngine,
    keys: StorageKeys,
    cipher: RecordCipher,
    digest: StateDigest,
  ) {
    this.#engine = engine;
    this.#keys = keys;
    this.#cipher = cipher;
    this.#digest = digest;
    for (const table of STATE_TABLES) {
      this.#statements.set(table, {
        bucket: db.prepare(
          `SELECT row_key, user_id, version, record FROM ${table} WHERE row_key BETWEEN ? AND ?`,
        ),
        all: db.prepare(`SELECT row_key, user_id, version, record FROM ${table}`),
        upsert: db.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?, ?)`),
        remove: db.prepare(`DELETE FROM ${table} WHERE row_key = ?`),
      });
    }
  }

  /** The decrypted record, the caller's to zero. @throws CORRUPT_OBJECT damaged-record */
  get(table: AnyStateTable, rowKey: string): Uint8Array | undefined {
    const row = this.#current(table, this.#blind(table, rowKey));
    return row && openStateRow(this.#cipher, this.#keys, table, row);
  }

  /** Whether the row exists. @throws CORRUPT_OBJECT damaged-record */
  has(table: AnyStateTable, rowKey: string): boolean {
    return this.#current(table, this.#blind(table, rowKey)) !== undefined;
  }

  /**
   * Every decrypted record, the caller's to zero, once the whole table agrees with the digest.
   * @throws CORRUPT_OBJECT damaged-record
   */
  scan(table: AnyStateTable): Uint8Array[] {
    const rows = this.#of(table).all.all().map(stateRow);
    if (!this.#digest.matchesTable(table, rows)) throw storageError('damaged-record');
    const opened: Uint8Array[] = [];
    try {
      for (const row of rows) opened.push(openStateRow(this.#cipher, this.#keys, table, row));
    } catch (error) {
      wipe(...opened);
      throw error;
    }
    return opened;
  }

  /** As `scan`, without what does not hold: whether anything is left out, `isWhole` says. */
  scanSound(table: AnyStateTable): { readonly opened: Uint8Array[]; readonly isWhole: boolean } {
    const found = this.#of(table).all.all();
    const rows = found.flatMap((columns) => unlessDamaged(() => stateRow(columns)) ?? []);
    const holds = rows.length === found.length && this.#digest.matchesTable(table, rows);
    const sound = holds ? rows : this.#digest.soundRows(table, rows);
    const opened = sound.flatMap((row) => {
      return unlessDamaged(() => openStateRow(this.#cipher, this.#keys, table, row)) ?? [];
    });
    return { opened, isWhole: holds && opened.length === found.length };
  }

  /** Inside a transaction whose log row will be `version`. The caller zeroes `plaintext`. */
  put(
    table: AnyStateTable,
    rowKey: string,
    row: { userId: string; version: number; suite: RecordSuite; plaintext: Uint8Array },
  ): Change {
    const blinded = this.#blind(table, rowKey);
    const previous = this.#current(table, blinded);
    if (previous !== undefined) this.#digest.toggle(table, previous);
    const { userId, version } = row;
    const place = statePlace(table, blinded, version);
    const record = this.#cipher.seal(row.suite, keysOf(this.#keys, table), place, row.plaintext);
    this.#of(table).upsert.run(blinded, userId, version, record);
    this.#digest.toggle(table, { rowKey: blinded, userId, version, record });
    return { table, rowKey: blinded, version, digest: this.#engine.sm3(record) };
  }

  /** `undefined` when there was nothing to remove. */
  remove(table: AnyStateTable, rowKey: string, version: number): Change | undefined {
    const blinded = this.#blind(table, rowKey);
    const previous = this.#current(table, blinded);
    if (previous === undefined) return undefined;
    this.#digest.toggle(table, previous);
    this.#of(table).remove.run(blinded);
    return { table, rowKey: blinded, version };
  }

  /** The row as it is in the file, once its whole bucket agrees with the digest. */
  #current(table: AnyStateTable, blinded: Uint8Array): StateRow | undefined {
    const rows = this.#of(table)
      .bucket.all(...this.#digest.bucketRange(table, blinded))
      .map(stateRow);
    if (!this.#digest.matches(table, blinded, rows)) throw storageError('damaged-record');
    return rows.find((row) => equalBytes(row.rowKey, blinded));
  }

  /** Row keys name people and payees, so the file holds HMAC-SM3(key, lp(table, rowKey))[0..16] instead. */
  #blind(table: AnyStateTable, rowKey: string): Uint8Array {
    const input = lengthPrefixed(utf8ToBytes(table), utf8ToBytes(rowKey));
    return hmacSm3(this.#engine, this.#keys.audit('row-key'), input).subarray(0, ROW_KEY_BYTES);
  }

  #of(table: AnyStateTable): Statements {
    const statements = this.#statements.get(table);
    if (statements === undefined) throw new RangeError('state table');
    return statements;
  }
}

/** Counts every row of every state table into `digest`. @throws CORRUPT_OBJECT damaged-record for a key twice */
export function scanState(db: Database, digest: StateDigest): void {
  for (const table of tablesOf(db)) {
    // The tag is all that the digest needs, and saves copying every record.
    const columns = `row_key, user_id, version, substr(record, -${TAG_BYTES}) AS record`;
    let previousKey = '';
    for (const columnsOfRow of db
      .prepare<[], Columns>(`SELECT ${columns} FROM ${table} ORDER BY row_key`)
      .iterate()) {
      const row = stateRow(columnsOfRow);
      const key = bytesToHex(row.rowKey);
      // An old version put in twice cancels itself out of the digest, and would be found first.
      if (key <= previousKey) throw storageError('damaged-record');
      previousKey = key;
      digest.toggle(table, row);
      digest.commit();
    }
  }
}

/** Whether every state row opens: tells damage from an authentic, but older, state. */
export function everyStateRowOpens(db: Database, cipher: RecordCipher, keys: StorageKeys): boolean {
  try {
    for (const table of tablesOf(db)) {
      for (const row of db.prepare<[], Columns>(`SELECT * FROM ${table}`).iterate()) {
        wipe(openStateRow(cipher, keys, table, stateRow(row)));
      }
    }
    return true;
  } catch {
    return false;
  }
}

/** A file of an older schema, not migrated yet, lacks the later tables. */
function tablesOf(db: Database): AnyStateTable[] {
  const names = new Set(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all());
  return STATE_TABLES.filter((table) => names.has(table));
}

function openStateRow(cipher: RecordCipher, keys: StorageKeys, table: AnyStateTable, row: StateRow) {
  return cipher.open(keysOf(keys, table), statePlace(table, row.rowKey, row.version), row.record);
}

function keysOf(keys: StorageKeys, table: AnyStateTable): KeysOfSuite {
  return (suite) => keys.record(TABLES[table].label, suite);
}

function statePlace(table: AnyStateTable, rowId: Uint8Array, rowVersion: number): RecordPlace {
  return { table, rowId, column: 'record', rowVersion };
}

function stateRow(row: Columns): StateRow {
  return {
    rowKey: blobColumn(row, 'row_key'),
    userId: textColumn(row, 'user_id'),
    version: integerColumn(row, 'version'),
    record: blobColumn(row, 'record'),
  };
}
