// Folders, rows and edits for the storage tests: what a TA would write, and what somebody with the files could do.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToUtf8, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError, toTeeFailure } from '../../../../tee-sim/protocol/codes.ts';
import type { LogId } from '../../../../tee-sim/protocol/schema.ts';
import { DataFolder } from '../../../../tee-sim/storage/data-folder.ts';
import { inspectDatabase, openDatabase } from '../../../../tee-sim/storage/database.ts';
import { DatabaseStorage } from '../../../../tee-sim/storage/database-storage.ts';
import { judge } from '../../../../tee-sim/storage/judge.ts';
import { StorageKeys } from '../../../../tee-sim/storage/keys.ts';
import { type OpenStorageOptions, openStorage } from '../../../../tee-sim/storage/open.ts';
import type { LogEntry, SecureStorage, Transaction } from '../../../../tee-sim/storage/storage.ts';

export const MASTER_KEY = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
export const USER = 'device-owner';

const open = new Set<SecureStorage>();
const folders = new Set<string>();

afterEach(() => {
  for (const storage of open) storage.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  open.clear();
  folders.clear();
});

/** An empty folder that is gone after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'airaccount-storage-'));
  folders.add(folder);
  return folder;
}

/** Opens with the usual key; closed after the test at the latest. */
export function openAt(dataDir: string, options: Partial<OpenStorageOptions> = {}): SecureStorage {
  const defaults = { masterKey: MASTER_KEY, engine: nobleEngine, suite: 2 as const, random: randomBytes };
  const storage = openStorage({ ...defaults, dataDir, ...options });
  open.add(storage);
  return storage;
}

/** Opens as `openAt` does, and gives its database handle too: for what happens to the file while it is open. */
export function openWithHandle(dataDir: string): { storage: SecureStorage; db: Database.Database } {
  openAt(dataDir).close();
  const folder = new DataFolder(dataDir);
  const keys = new StorageKeys(nobleEngine, MASTER_KEY);
  const judged = inspectDatabase(folder.databasePath, (file) =>
    judge(file, folder.readHead(), nobleEngine, keys),
  );
  const db = openDatabase(folder.databasePath);
  const parts = { folder, db, engine: nobleEngine, random: randomBytes, keys, suite: 2 as const, judged };
  const storage = new DatabaseStorage(parts);
  open.add(storage);
  return { storage, db };
}

export function logEntry(text: string, features?: string): LogEntry {
  const entry: LogEntry = { userId: USER, kind: 'assessment', atMs: 1_000, record: utf8ToBytes(text) };
  return features === undefined ? entry : { ...entry, features: utf8ToBytes(features) };
}

/** Writes `record n` with `features n` for n = 1 … count and says nothing of state unless `change` does. */
export function appendRows(
  storage: SecureStorage,
  count: number,
  change: (tx: Transaction, n: number) => void = () => {},
): void {
  for (let i = 0; i < count; i += 1) {
    storage.write((tx) => {
      const n = tx.logId;
      change(tx, n);
      return { log: { ...logEntry(`record ${n}`, `features ${n}`), atMs: 1_000 + n }, value: undefined };
    });
  }
}

export function putText(storage: SecureStorage, rowKey: string, text: string): void {
  storage.write((tx) => {
    tx.put('feature_history', rowKey, USER, utf8ToBytes(text));
    return { log: logEntry('put'), value: undefined };
  });
}

export function erase(storage: SecureStorage, id: LogId): void {
  storage.write((tx) => {
    tx.eraseFeatures(id);
    return { log: { ...logEntry('erased'), kind: 'erasure' }, value: undefined };
  });
}

export function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes && bytesToUtf8(bytes);
}

export function logId(id: number): LogId {
  return id as LogId;
}

/** `CODE reason` of what `action` throws; fails when it throws nothing, or anything but a TeeError. */
export function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!(error instanceof TeeError)) throw error;
    const { code, reason } = toTeeFailure(error);
    return reason === undefined ? code : `${code} ${reason}`;
  }
  throw new Error('was not refused');
}

/** Name → size and digest of every file below a folder. Only while no storage is open there. */
export function snapshot(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
      return [path.slice(folder.length + 1), `${statSync(path).size} ${digest}`];
    }),
  );
}

export function copyFolder(folder: string): string {
  const copy = freshFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Edits the database as somebody with a SQLite tool would: triggers taken off, and put back unless replaced. */
export function edit(folder: string, change: (db: Database.Database) => void): void {
  const db = new Database(join(folder, 'airaccount.db'), { timeout: 0 });
  try {
    const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
      name: string;
      sql: string;
    }[];
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    change(db);
    for (const { name, sql } of triggers) {
      const replaced = db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name);
      if (replaced === undefined) db.exec(sql);
    }
  } finally {
    db.close();
  }
}

/** Flips one bit of byte `offset` (from the end when negative) of a blob column. */
export function flip(
  db: Database.Database,
  cell: { table: string; column: string; where: string },
  offset: number,
): void {
  const { table, column, where } = cell;
  const row = db.prepare(`SELECT ${column} AS value FROM ${table} WHERE ${where}`).get() as { value: Buffer };
  const value = Buffer.from(row.value);
  const index = offset < 0 ? value.length + offset : offset;
  value.writeUInt8(value.readUInt8(index) ^ 1, index);
  db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(value);
}
