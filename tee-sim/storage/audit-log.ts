// Reads the log and checks what it reads: every row shown has its place in the chain.
import type { CryptoEngine } from '../crypto/engine.ts';
import type { LogKind, LogSummary } from '../protocol/assessment.ts';
import { bytesToHex, equalBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import type { LogId } from '../protocol/schema.ts';
import { chainMac, GENESIS_MAC } from './chain.ts';
import type { FullLogRow, LogHeadRow, LogRows } from './log-rows.ts';
import { RECORD_HEADER_BYTES } from './record-cipher.ts';
import type { LogSealer } from './sealed-log.ts';
import type { StateTables } from './state-tables.ts';
import type { LogPage, LogParts, LogRow, ReadStorage } from './storage.ts';
import { storageError, toStorageError } from './storage-errors.ts';

/** Where the chain ends, as the head says. */
export interface Tip {
  readonly count: number;
  readonly lastMac: Uint8Array;
}

/** What MACs of this database's rows are computed with. */
export interface ChainContext {
  readonly engine: CryptoEngine;
  readonly key: Uint8Array;
  readonly databaseId: Uint8Array;
}

/** Whether the row is what was appended after `previousMac`. */
export function rowHolds(context: ChainContext, previousMac: Uint8Array, row: LogHeadRow): boolean {
  return equalBytes(chainMac(context.engine, context.key, context.databaseId, previousMac, row), row.mac);
}

export class AuditLog {
  readonly #rows: LogRows;
  readonly #sealer: LogSealer;
  readonly #states: StateTables;
  readonly #context: ChainContext;

  constructor(rows: LogRows, sealer: LogSealer, states: StateTables, context: ChainContext) {
    this.#rows = rows;
    this.#sealer = sealer;
    this.#states = states;
    this.#context = context;
  }

  /**
   * A row that stands in the chain: it follows the row before it, and the row after it, or the head, covers it. A
   * whole stretch out of another past of this database is found by `verify`, which goes on to the head.
   * @throws ITEM_NOT_FOUND unknown-log-row · CORRUPT_OBJECT damaged-record, chain-broken
   */
  row(tip: Tip, id: number): FullLogRow {
    if (!(id >= 1 && id <= tip.count)) throw storageError('unknown-log-row');
    const row = this.#rows.get(id);
    const previousMac = this.#macBefore(id);
    if (row === undefined || previousMac === undefined) throw storageError('chain-broken');
    if (!this.#holdsWhole(tip, previousMac, row)) throw storageError('damaged-record');
    if (!this.#isBuiltUpon(tip, row)) throw storageError('chain-broken');
    return row;
  }

  get(tip: Tip, id: LogId, parts: LogParts): LogRow {
    const row = this.row(tip, id);
    const summary = this.#summary(row);
    return {
      summary,
      userId: row.userId,
      record: this.#sealer.openRecord(id, { digest: row.recordDigest, record: row.record }),
      features: parts !== 'record' && summary.features === 'stored' ? this.#openFeatures(row) : undefined,
    };
  }

  /** `limit` rows by key, so as fast at a million rows as at ten. One that does not hold spoils no other. */
  list(tip: Tip, beforeId: number, limit: number): Omit<LogPage, 'total'> {
    const first = Math.min(beforeId, tip.count + 1) - 1;
    // One more than asked for: the oldest row's MAC covers the MAC of the row before it.
    const read = this.#rows.page(first + 1, limit + 1);
    const rows: LogSummary[] = [];
    const damaged: LogId[] = [];
    for (let id = first; id > Math.max(first - limit, 0); id -= 1) {
      const row = read.get(id);
      const previousMac = (id > 1 && read.get(id - 1)?.mac) || this.#macBefore(id);
      if (row && previousMac && this.#holds(tip, previousMac, row)) rows.push(this.#summary(row));
      else damaged.push(id as LogId);
    }
    return { rows, damaged };
  }

  /** Checks MAC, record and features of `maxRows` rows; stops at the first that does not hold. */
  verify(tip: Tip, fromId: number, maxRows: number): ReturnType<ReadStorage['verifyChain']> {
    const total = tip.count;
    const end = Math.min(fromId + maxRows - 1, total);
    let previousMac = fromId > total ? undefined : this.#macBefore(fromId);
    for (let id = fromId; id <= end; id += 1) {
      previousMac = previousMac && this.#verifyRow(tip, id, previousMac);
      if (previousMac === undefined) return { verified: id - fromId, total, brokenAt: id as LogId };
    }
    const verified = Math.max(end - fromId + 1, 0);
    return end < total && verified > 0
      ? { verified, total, nextId: (end + 1) as LogId }
      : { verified, total };
  }

  /** The row's MAC when all of it holds. */
  #verifyRow(tip: Tip, id: number, previousMac: Uint8Array): Uint8Array | undefined {
    try {
      const row = this.#rows.get(id);
      if (row === undefined || !this.#holdsWhole(tip, previousMac, row)) return undefined;
      wipe(this.#sealer.openRecord(id, { digest: row.recordDigest, record: row.record }));
      if (this.#featuresOf(row) === 'stored') wipe(this.#openFeatures(row));
      else if (this.#rows.featureKey(id) !== undefined) return undefined;
      return row.mac;
    } catch (error) {
      const mapped = toStorageError(error);
      if (mapped instanceof TeeError && mapped.code === 'CORRUPT_OBJECT') return undefined;
      throw mapped;
    }
  }

  /** Of two authentic rows with one id, out of two pasts, only the one that we ended with stands. */
  #holds(tip: Tip, previousMac: Uint8Array, row: LogHeadRow): boolean {
    if (row.id === tip.count && !equalBytes(row.mac, tip.lastMac)) return false;
    return rowHolds(this.#context, previousMac, row);
  }

  /** An authentic row that the next one does not cover belongs to another past. */
  #isBuiltUpon(tip: Tip, { id, mac }: LogHeadRow): boolean {
    if (id === tip.count) return true;
    const next = this.#rows.page(id + 2, 1).get(id + 1);
    return next !== undefined && this.#holds(tip, mac, next);
  }

  /** The chain says whether a row has features, so neither side can be there alone. */
  #holdsWhole(tip: Tip, previousMac: Uint8Array, row: FullLogRow): boolean {
    if ((row.features === undefined) !== (row.featuresDigest === undefined)) return false;
    return this.#holds(tip, previousMac, row);
  }

  #macBefore(id: number): Uint8Array | undefined {
    return id === 1 ? GENESIS_MAC : this.#rows.mac(id - 1);
  }

  #openFeatures(row: FullLogRow): Uint8Array {
    const sealedKey = this.#rows.featureKey(row.id);
    // A key that is gone without our record of its erasure was taken away by somebody else.
    if (row.features === undefined || row.featuresDigest === undefined || sealedKey === undefined) {
      throw storageError('damaged-record');
    }
    const sealed = { digest: row.featuresDigest, record: row.features };
    return this.#sealer.openFeatures(row.id, sealed, sealedKey);
  }

  #featuresOf(row: LogHeadRow): LogSummary['features'] {
    if (row.featuresDigest === undefined) return 'none';
    return this.#states.has('feature_erasures', String(row.id)) ? 'erased' : 'stored';
  }

  #summary(row: LogHeadRow): LogSummary {
    return {
      id: row.id as LogId,
      atMs: row.atMs,
      kind: row.kind as LogKind,
      sizeBytes: row.sizeBytes,
      ciphertextHead: bytesToHex(row.recordHead.subarray(RECORD_HEADER_BYTES)),
      suite: row.recordHead[0] === 1 ? 1 : 2,
      features: this.#featuresOf(row),
    };
  }
}
