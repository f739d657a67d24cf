// SQL of `risk_logs` and `feature_keys`, and what a row of them is. Never decrypts, never judges.
import type { Database, Statement } from 'better-sqlite3';
import type { ChainedRow } from './chain.ts';
import { blobColumn, type Columns, integerColumn, optionalBlobColumn, textColumn } from './columns.ts';
import { RECORD_HEADER_BYTES } from './record-cipher.ts';
import { unlessDamaged } from './storage-errors.ts';

/** How much ciphertext a list shows. */
const CIPHERTEXT_HEAD_BYTES = 16;

/** A row without its content. */
export interface LogHeadRow extends ChainedRow {
  readonly mac: Uint8Array;
  /** The record's first bytes: its header and a little ciphertext. */
  readonly recordHead: Uint8Array;
  /** Record and features as stored, bytes. */
  readonly sizeBytes: number;
}

export interface FullLogRow extends LogHeadRow {
  readonly record: Uint8Array;
  readonly features: Uint8Array | undefined;
}

export type NewLogRow = ChainedRow & Pick<FullLogRow, 'mac' | 'record' | 'features'>;

const CHAINED = 'id, user_id, kind, at_ms, record_digest, features_digest, state_digest, mac, changes';
const SHOWN = `substr(record, 1, ${RECORD_HEADER_BYTES + CIPHERTEXT_HEAD_BYTES}) AS record_head,
  length(record) + coalesce(length(features), 0) AS size_bytes`;

export class LogRows {
  readonly #insert: Statement<(string | number | Uint8Array | null)[]>;
  readonly #one: Statement<[number], Columns>;
  readonly #page: Statement<[number, number], Columns>;
  readonly #mac: Statement<[number], Columns>;
  readonly #count: Statement<[], Columns>;
  readonly #insertKey: Statement<[number, Uint8Array]>;
  readonly #key: Statement<[number], Columns>;
  readonly #eraseKey: Statement<[number]>;

  constructor(db: Database) {
    this.#insert = db.prepare(
      `INSERT INTO risk_logs (${CHAINED}, record, features) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#one = db.prepare(`SELECT ${CHAINED}, ${SHOWN}, record, features FROM risk_logs WHERE id = ?`);
    this.#page = db.prepare(
      `SELECT ${CHAINED}, ${SHOWN} FROM risk_logs WHERE id < ? ORDER BY id DESC LIMIT ?`,
    );
    this.#mac = db.prepare('SELECT mac FROM risk_logs WHERE id = ?');
    this.#count = db.prepare('SELECT coalesce(max(id), 0) AS count FROM risk_logs');
    this.#insertKey = db.prepare('INSERT INTO feature_keys (log_id, record) VALUES (?, ?)');
    this.#key = db.prepare('SELECT record FROM feature_keys WHERE log_id = ?');
    // Overwritten in place, not deleted: when deletions make SQLite merge pages, it leaves copies of moved rows in
    // their slack, which `secure_delete` does not reach. Rows that are only appended and overwritten never move.
    this.#eraseKey = db.prepare('UPDATE feature_keys SET record = zeroblob(length(record)) WHERE log_id = ?');
  }

  /** Ids count from 1 without gaps, so the highest one is the number of rows. */
  count(): number {
    return integerColumn(this.#count.get() ?? {}, 'count');
  }

  append(row: NewLogRow): void {
    this.#insert.run(
      row.id,
      row.userId,
      row.kind,
      row.atMs,
      row.recordDigest,
      row.featuresDigest ?? null,
      row.stateDigest,
      row.mac,
      row.changes,
      row.record,
      row.features ?? null,
    );
  }

  get(id: number): FullLogRow | undefined {
    const row = this.#one.get(id);
    if (row === undefined) return undefined;
    return {
      ...headRow(row),
      record: blobColumn(row, 'record'),
      features: optionalBlobColumn(row, 'features'),
    };
  }

  /** Nothing when the row is gone, or its MAC is none. */
  mac(id: number): Uint8Array | undefined {
    const { mac } = this.#mac.get(id) ?? {};
    return mac instanceof Uint8Array && mac.length === 32 ? mac : undefined;
  }

  /** The `limit` newest rows with ids below `beforeId`, by id; one that is no log row at all is left out. */
  page(beforeId: number, limit: number): ReadonlyMap<number, LogHeadRow> {
    const rows = new Map<number, LogHeadRow>();
    for (const columns of this.#page.iterate(beforeId, limit)) {
      const row = unlessDamaged(() => headRow(columns));
      if (row !== undefined) rows.set(row.id, row);
    }
    return rows;
  }

  /** `undefined` when there is none, or only the zeros of an erased one. */
  featureKey(id: number): Uint8Array | undefined {
    const row = this.#key.get(id);
    const sealedKey = row && blobColumn(row, 'record');
    return sealedKey?.every((byte) => byte === 0) ? undefined : sealedKey;
  }

  addFeatureKey(id: number, sealedKey: Uint8Array): void {
    this.#insertKey.run(id, sealedKey);
  }

  eraseFeatureKey(id: number): void {
    this.#eraseKey.run(id);
  }
}

function headRow(row: Columns): LogHeadRow {
  return {
    id: integerColumn(row, 'id'),
    userId: textColumn(row, 'user_id'),
    kind: textColumn(row, 'kind'),
    atMs: integerColumn(row, 'at_ms'),
    recordDigest: blobColumn(row, 'record_digest', 32),
    featuresDigest: optionalBlobColumn(row, 'features_digest', 32),
    stateDigest: blobColumn(row, 'state_digest', 32),
    mac: blobColumn(row, 'mac', 32),
    changes: blobColumn(row, 'changes'),
    recordHead: blobColumn(row, 'record_head'),
    sizeBytes: integerColumn(row, 'size_bytes'),
  };
}
