// One transaction as the TA sees it: reads what it wrote, and collects the changes that its log row will list.
import { TeeError } from '../protocol/codes.ts';
import type { LogId } from '../protocol/schema.ts';
import type { AuditLog, Tip } from './audit-log.ts';
import type { Change } from './chain.ts';
import { u64be } from './columns.ts';
import type { RecordSuite } from './keys.ts';
import type { LogRows } from './log-rows.ts';
import type { AnyStateTable, StateTables } from './state-tables.ts';
import type { StateTable, Transaction } from './storage.ts';
import { storageError } from './storage-errors.ts';

const EMPTY = new Uint8Array(0);

export class StorageTransaction implements Transaction {
  readonly logId: LogId;
  readonly changes: Change[] = [];
  /** Whether something was destroyed on purpose, so that its bytes must leave the files. */
  erased = false;
  readonly #tip: Tip;
  readonly #states: StateTables;
  readonly #rows: LogRows;
  readonly #log: AuditLog;
  readonly #suite: RecordSuite;
  #open = true;

  constructor(parts: {
    tip: Tip;
    states: StateTables;
    rows: LogRows;
    log: AuditLog;
    suite: RecordSuite;
  }) {
    this.#tip = parts.tip;
    this.#states = parts.states;
    this.#rows = parts.rows;
    this.#log = parts.log;
    this.#suite = parts.suite;
    this.logId = (parts.tip.count + 1) as LogId;
  }

  get(table: StateTable, rowKey: string): Uint8Array | undefined {
    this.#mustBeOpen();
    return this.#states.get(table, rowKey);
  }

  put(table: StateTable, rowKey: string, userId: string, plaintext: Uint8Array): void {
    this.#mustBeOpen();
    this.#put(table, rowKey, userId, plaintext);
  }

  remove(table: StateTable, rowKey: string): void {
    this.#mustBeOpen();
    const change = this.#states.remove(table, rowKey, this.logId);
    if (change !== undefined) this.changes.push(change);
  }

  eraseFeatures(id: LogId): void {
    this.#mustBeOpen();
    const row = this.#log.row(this.#tip, id);
    if (row.featuresDigest === undefined) throw new TeeError('ITEM_NOT_FOUND');
    if (this.#states.has('feature_erasures', String(id))) throw storageError('features-erased');
    this.#rows.eraseFeatureKey(id);
    this.changes.push({ table: 'feature_keys', rowKey: u64be(id), version: this.logId });
    this.#put('feature_erasures', String(id), row.userId, EMPTY);
    this.erased = true;
  }

  forgetReplaced(): void {
    this.#mustBeOpen();
    this.erased = true;
  }

  /** From here on the transaction refuses everything: its log row is being written. */
  end(): void {
    this.#open = false;
  }

  #put(table: AnyStateTable, rowKey: string, userId: string, plaintext: Uint8Array): void {
    const row = { userId, version: this.logId, suite: this.#suite, plaintext };
    this.changes.push(this.#states.put(table, rowKey, row));
  }

  #mustBeOpen(): void {
    if (!this.#open) throw new TeeError('BAD_STATE');
  }
}
