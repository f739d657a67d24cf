// A database with rows in it, twice over, for whoever attacks the files of the TEE's folder; and what they do to it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect } from 'vitest';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import type { SecureStorage } from '../../tee-sim/storage/storage.ts';
import {
  appendRows,
  copyFolder,
  edit,
  logId,
  openAt,
  refusal,
  snapshot,
} from '../unit/tee-sim/storage/storage-fixture.ts';

export const ROLLED_BACK = 'BAD_STATE rolled-back';
export const BROKEN = 'CORRUPT_OBJECT chain-broken';
export const DAMAGED = 'CORRUPT_OBJECT damaged-record';

/** More rows than boot checks again, so that some lie before that tail. */
export const ROWS = 80;
/** A row that boot does not look at. */
export const OLD = 7;

/** Two databases that differ in everything but their key, made once for the tests of a record suite. */
export function twoDatabases(suite: 1 | 2) {
  const open = (where: string): SecureStorage => openAt(where, { suite });
  const templates: string[] = [];
  beforeAll(() => {
    for (let i = 0; i < 2; i += 1) {
      const made = mkdtempSync(join(tmpdir(), 'airaccount-attacks-'));
      templates.push(made);
      const storage = open(made);
      appendRows(storage, ROWS, (tx, n) => {
        tx.put('operations', `operation ${n}`, 'u', utf8ToBytes(`result ${n}`));
        tx.put('feature_history', 'profile', 'u', utf8ToBytes(`profile ${n}`));
      });
      expect(storage.verifyChain(logId(1), 999)).toEqual({ verified: ROWS, total: ROWS });
      storage.close();
    }
  });
  afterAll(() => {
    for (const made of templates) rmSync(made, { recursive: true });
  });
  return {
    open,
    /** A fresh copy of one of them. */
    makeFolder: (which: 0 | 1 = 0): string => copyFolder(templates[which] ?? ''),
    /** Why it does not open; nothing in it has changed then. */
    bootAnswer(where: string): string {
      const before = snapshot(where);
      const answer = refusal(() => open(where));
      expect(snapshot(where)).toEqual(before);
      return answer;
    },
  };
}

/** Where the chain breaks; every row before it still holds. */
export function expectBrokenAt(storage: SecureStorage, id: number): void {
  expect(storage.verifyChain(logId(1), 999)).toEqual({ verified: id - 1, total: ROWS, brokenAt: id });
}

export const ALL_COLUMNS =
  'user_id, kind, at_ms, record_digest, features_digest, state_digest, mac, changes, record, features';

export interface StateCells {
  readonly row_key: Buffer;
  readonly record: Buffer;
}

export function blob(db: Database.Database, table: string, column: string, where: string): Buffer {
  const row = db.prepare(`SELECT ${column} AS value FROM ${table} WHERE ${where}`).get() as { value: Buffer };
  return Buffer.from(row.value);
}

const UNIQUE = 'row_key BLOB PRIMARY KEY CHECK (length(row_key) = 16)';

/** Turns the table's unique index into a plain one, in the schema's text only. */
export function allowTwice(db: Database.Database, table: string): void {
  editSchema(db, [
    `UPDATE sqlite_schema SET sql = replace(sql, '${UNIQUE}', 'row_key BLOB') WHERE type = 'table' AND name = '${table}'`,
    `UPDATE sqlite_schema SET name = 'plain', sql = 'CREATE INDEX plain ON ${table}(row_key)'
      WHERE type = 'index' AND tbl_name = '${table}'`,
  ]);
}

export function forbidTwice(db: Database.Database, table: string): void {
  editSchema(db, [
    `UPDATE sqlite_schema SET sql = replace(sql, 'row_key BLOB', '${UNIQUE}') WHERE type = 'table' AND name = '${table}'`,
    `UPDATE sqlite_schema SET name = 'sqlite_autoindex_${table}_1', sql = NULL WHERE name = 'plain'`,
  ]);
}

function editSchema(db: Database.Database, changes: readonly string[]): void {
  db.unsafeMode(true);
  db.pragma('writable_schema = ON');
  for (const change of changes) db.exec(change);
  db.pragma('writable_schema = RESET');
}

export function blobLength(folder: string, table: string, column: string, where: string): number {
  const db = new Database(join(folder, 'airaccount.db'), { readonly: true });
  try {
    return blob(db, table, column, where).length;
  } finally {
    db.close();
  }
}

export function flipTo(db: Database.Database, id: number, offset: number, value: number): void {
  const record = blob(db, 'risk_logs', 'record', `id = ${id}`);
  record.writeUInt8(value, offset);
  db.prepare('UPDATE risk_logs SET record = ? WHERE id = ?').run(record, id);
}

export function swap(db: Database.Database, columns: string, a: number, b: number): void {
  const read = db.prepare(`SELECT ${columns} FROM risk_logs WHERE id = ?`).raw();
  const rows = [read.get(b), read.get(a)] as unknown[][];
  const assignments = columns.split(', ').map((column) => `${column} = ?`);
  const update = db.prepare(`UPDATE risk_logs SET ${assignments.join(', ')} WHERE id = ?`);
  update.run(...(rows[0] ?? []), a);
  update.run(...(rows[1] ?? []), b);
}

export function replaceRow(db: Database.Database, id: number, values: unknown[]): void {
  const assignments = ALL_COLUMNS.split(', ').map((column) => `${column} = ?`);
  db.prepare(`UPDATE risk_logs SET ${assignments.join(', ')} WHERE id = ?`).run(...values, id);
}

export function withAttached(folder: string, other: string, change: (db: Database.Database) => void): void {
  edit(folder, (db) => {
    db.prepare('ATTACH ? AS other').run(join(other, 'airaccount.db'));
    change(db);
    db.exec('DETACH other');
  });
}
