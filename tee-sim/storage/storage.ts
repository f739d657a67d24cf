// What the TA may do with storage: read, and write in one transaction that always leaves a chained log row.
import type { LogKind, LogSummary } from '../protocol/assessment.ts';
import type { LogId, OperationId } from '../protocol/schema.ts';

/** Tables of current state. Each row has a version and is chained through the log when it changes. */
export type StateTable =
  | 'device_identity'
  | 'feature_history'
  | 'operations'
  | 'users'
  | 'lock_outs'
  | 'running_time'
  | 'clients'
  | 'wallets'
  | 'bindings'
  | 'limit_usage'
  | 'policies'
  | 'signatures'
  | 'contacts';

export interface LogEntry {
  readonly userId: string;
  readonly kind: LogKind;
  readonly atMs: number;
  /** JSON text in UTF-8, encrypted under `db_risk_logs`. */
  readonly record: Uint8Array;
  /** Feature data as JSON text, encrypted under a key of this row that `eraseFeatures` destroys. */
  readonly features?: Uint8Array;
}

export interface LogRow {
  readonly summary: LogSummary;
  readonly userId: string;
  readonly record: Uint8Array;
  readonly features: Uint8Array | undefined;
}

export type LogParts = 'record' | 'record-and-features';

/** Together `rows` and `damaged` are every id that was asked for, each newest first. */
export interface LogPage {
  readonly rows: LogSummary[];
  readonly damaged: LogId[];
  readonly total: number;
}

export interface ReadStorage {
  /** Decrypted record; `undefined` when there is none. @throws CORRUPT_OBJECT when it does not hold */
  get(table: StateTable, rowKey: string): Uint8Array | undefined;
  /**
   * Every decrypted record of a table, in no order, the caller's to zero; for lists that people look at, never on
   * the way of an operation. @throws CORRUPT_OBJECT when one does not hold, is missing or was put in
   */
  scan(table: StateTable): Uint8Array[];
  /**
   * As `scan`, but without what does not hold, and without the few rows that cannot be told from it: for lists that
   * show the others. `isWhole` is false when anything is left out, missing, or was put in.
   */
  scanSound(table: StateTable): { readonly opened: Uint8Array[]; readonly isWhole: boolean };
  /**
   * Decrypts the record and, unless it is told to leave them sealed, the features.
   * @throws ITEM_NOT_FOUND unknown-log-row · CORRUPT_OBJECT damaged-record, chain-broken
   */
  getLog(id: LogId, parts?: LogParts): LogRow;
  /**
   * Newest first, ids below `beforeId`; by key, so as fast at a million rows as at ten. A row that is missing, or
   * does not hold, is among `damaged` and costs the others nothing.
   */
  listLogs(page: { beforeId?: LogId | undefined; limit: number }): LogPage;
  /** Checks the chain over `maxRows` rows from `fromId`. */
  verifyChain(
    fromId: LogId,
    maxRows: number,
  ): { verified: number; total: number; nextId?: LogId; brokenAt?: LogId };
}

export interface Transaction {
  get(table: StateTable, rowKey: string): Uint8Array | undefined;
  put(table: StateTable, rowKey: string, userId: string, plaintext: Uint8Array): void;
  remove(table: StateTable, rowKey: string): void;
  /** Destroys the feature key of one log row. @throws ITEM_NOT_FOUND · BAD_STATE features-erased */
  eraseFeatures(id: LogId): void;
  /**
   * What this transaction replaces or removes is in no file any more once it is committed: for keys, and what they
   * sealed. Costs a write of the whole write-ahead log.
   */
  forgetReplaced(): void;
  /** The id that this transaction's log row will have. */
  readonly logId: LogId;
}

export interface SecureStorage extends ReadStorage {
  /**
   * Runs `work` and appends its log row in one durable transaction: commit, then the sealed head, then return.
   * When `work` throws, nothing is left. `work` returns the log row, so that it may hold what was decided.
   * @throws STORAGE_NO_SPACE disk-full · STORAGE_NOT_AVAILABLE · CORRUPT_OBJECT
   */
  write<T>(work: (tx: Transaction) => { log: LogEntry; value: T }): T;
  readonly adoptedRows: number;
  readonly recordSuite: 1 | 2;
  /** Time of the newest row, ms; 0 when there is none. */
  readonly lastLogAtMs: number;
  /** Flushes, wipes every key, releases the lock. */
  close(): void;
}

/** Row key of an operation: unique per user. */
export function operationRowKey(userId: string, operationId: OperationId): string {
  return `${userId}/${operationId}`;
}
