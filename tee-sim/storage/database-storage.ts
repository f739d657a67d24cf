// The storage that the TA uses: every write is one transaction with one chained log row, then the sealed head.
import type { Database } from 'better-sqlite3';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { TeeError } from '../protocol/codes.ts';
import type { LogId } from '../protocol/schema.ts';
import { AuditLog, type ChainContext, type Tip } from './audit-log.ts';
import { chainMac, encodeChanges } from './chain.ts';
import { u64be } from './columns.ts';
import type { DataFolder } from './data-folder.ts';
import { truncateLog } from './database.ts';
import { encodeHead } from './head.ts';
import type { Judged } from './judge.ts';
import type { RecordSuite, StorageKeys } from './keys.ts';
import { LogRows, type NewLogRow } from './log-rows.ts';
import { RecordCipher } from './record-cipher.ts';
import { LogSealer } from './sealed-log.ts';
import type { StateDigest } from './state-digest.ts';
import { StateTables } from './state-tables.ts';
import type {
  LogEntry,
  LogParts,
  LogRow,
  ReadStorage,
  SecureStorage,
  StateTable,
  Transaction,
} from './storage.ts';
import { withStorageErrors } from './storage-errors.ts';
import { StorageTransaction } from './transaction.ts';

export interface StorageParts {
  readonly folder: DataFolder;
  readonly db: Database;
  readonly engine: CryptoEngine;
  readonly random: RandomBytes;
  readonly keys: StorageKeys;
  readonly suite: RecordSuite;
  readonly judged: Judged;
}

export class DatabaseStorage implements SecureStorage {
  readonly adoptedRows: number;
  readonly recordSuite: RecordSuite;
  readonly #folder: DataFolder;
  readonly #db: Database;
  readonly #keys: StorageKeys;
  readonly #context: ChainContext;
  readonly #digest: StateDigest;
  readonly #sealer: LogSealer;
  readonly #states: StateTables;
  readonly #rows: LogRows;
  readonly #log: AuditLog;
  #tip: Tip;
  #counter: number;
  #lastLogAtMs: number;
  /** Committed rows that the head on disk does not name yet. */
  #headIsCurrent: boolean;
  /** Erased bytes that may still be in the write-ahead log. */
  #logIsTruncated = true;
  #closed = false;
  #writing = false;

  constructor(parts: StorageParts) {
    const { db, engine, keys, judged } = parts;
    this.adoptedRows = judged.adoptedRows;
    this.recordSuite = parts.suite;
    this.#folder = parts.folder;
    this.#db = db;
    this.#keys = keys;
    this.#context = { engine, key: keys.audit('chain'), databaseId: judged.databaseId };
    this.#digest = judged.digest;
    const cipher = new RecordCipher(engine, parts.random, judged.databaseId);
    this.#sealer = new LogSealer(engine, parts.random, cipher, keys);
    this.#states = new StateTables(db, engine, keys, cipher, judged.digest);
    this.#rows = new LogRows(db);
    this.#log = new AuditLog(this.#rows, this.#sealer, this.#states, this.#context);
    this.#tip = judged.tip;
    this.#counter = judged.counter;
    this.#lastLogAtMs = judged.lastLogAtMs;
    this.#headIsCurrent = judged.headIsCurrent;
    this.#settle();
  }

  get lastLogAtMs(): number {
    return this.#lastLogAtMs;
  }

  get(table: StateTable, rowKey: string): Uint8Array | undefined {
    return this.#read(() => this.#states.get(table, rowKey));
  }

  scan(table: StateTable): Uint8Array[] {
    return this.#read(() => this.#states.scan(table));
  }

  scanSound(table: StateTable): ReturnType<ReadStorage['scanSound']> {
    return this.#read(() => this.#states.scanSound(table));
  }

  getLog(id: LogId, parts: LogParts = 'record-and-features'): LogRow {
    return this.#read(() => this.#log.get(this.#tip, id, parts));
  }

  listLogs(page: { beforeId?: LogId | undefined; limit: number }): ReturnType<ReadStorage['listLogs']> {
    const before = page.beforeId ?? this.#tip.count + 1;
    return this.#read(() => ({
      ...this.#log.list(this.#tip, before, page.limit),
      total: this.#tip.count,
    }));
  }

  verifyChain(fromId: LogId, maxRows: number): ReturnType<ReadStorage['verifyChain']> {
    return this.#read(() => this.#log.verify(this.#tip, fromId, maxRows));
  }

  write<T>(work: (tx: Transaction) => { log: LogEntry; value: T }): T {
    return this.#read(() => {
      if (this.#writing) throw new TeeError('BAD_STATE');
      // A head or an erasure that is still owed comes first: no two rows are ever without a head.
      this.#settle();
      const value = this.#commit(work);
      this.#settle();
      return value;
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#db.close();
    } finally {
      this.#keys.destroy();
      this.#digest.destroy();
      this.#folder.release();
    }
  }

  #commit<T>(work: (tx: Transaction) => { log: LogEntry; value: T }): T {
    const tx = new StorageTransaction({
      tip: this.#tip,
      states: this.#states,
      rows: this.#rows,
      log: this.#log,
      suite: this.recordSuite,
    });
    this.#writing = true;
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      const { log, value } = work(tx);
      tx.end();
      const row = this.#append(tx, log);
      this.#db.exec('COMMIT');
      this.#digest.commit();
      this.#tip = { count: row.id, lastMac: row.mac };
      this.#lastLogAtMs = row.atMs;
      this.#headIsCurrent = false;
      if (tx.erased) this.#logIsTruncated = false;
      return value;
    } catch (error) {
      this.#digest.rollback();
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    } finally {
      tx.end();
      this.#writing = false;
    }
  }

  #append(tx: StorageTransaction, log: LogEntry): NewLogRow {
    const id = tx.logId;
    const suite = this.recordSuite;
    const record = this.#sealer.sealRecord(suite, id, log.record);
    const sealed = log.features && this.#sealer.sealFeatures(suite, id, log.features);
    const changes = [...tx.changes];
    if (sealed !== undefined) {
      this.#rows.addFeatureKey(id, sealed.sealedKey);
      const digest = this.#context.engine.sm3(sealed.sealedKey);
      changes.push({ table: 'feature_keys', rowKey: u64be(id), version: id, digest });
    }
    const chained = {
      id,
      userId: log.userId,
      kind: log.kind,
      atMs: log.atMs,
      recordDigest: record.digest,
      featuresDigest: sealed?.features.digest,
      changes: encodeChanges(changes),
      stateDigest: this.#digest.commitment(),
    };
    const { engine, key, databaseId } = this.#context;
    const mac = chainMac(engine, key, databaseId, this.#tip.lastMac, chained);
    const row = { ...chained, mac, record: record.record, features: sealed?.features.record };
    this.#rows.append(row);
    return row;
  }

  /** Does what is owed to the files after a commit: the head, and erased bytes out of the write-ahead log. */
  #settle(): void {
    if (!this.#headIsCurrent) {
      const head = {
        databaseId: this.#context.databaseId,
        counter: this.#counter + 1,
        count: this.#tip.count,
        lastMac: this.#tip.lastMac,
        stateDigest: this.#digest.commitment(),
      };
      this.#folder.writeHead(encodeHead(this.#context.engine, this.#keys.audit('head'), head));
      this.#counter = head.counter;
      this.#headIsCurrent = true;
    }
    if (!this.#logIsTruncated) {
      truncateLog(this.#db);
      this.#logIsTruncated = true;
    }
  }

  #read<T>(action: () => T): T {
    if (this.#closed) throw new TeeError('STORAGE_NOT_AVAILABLE');
    return withStorageErrors(action);
  }
}
