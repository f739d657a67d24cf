// Creates, inspects and opens the database file, with the settings that every connection needs.
import { closeSync, existsSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { readFileIfThere, renameDurably } from './durable-file.ts';
import { APPLICATION_ID, MIGRATIONS, migrate, schemaText } from './migrations.ts';
import { storageError } from './storage-errors.ts';

export const DATABASE_FILE = 'airaccount.db';

const PAGE_BYTES = 8_192;

/** What is known of a new database from its first moment. */
export interface Meta {
  readonly databaseId: Uint8Array;
  readonly keyVersion: number;
  readonly keyCheck: Uint8Array;
}

/** Builds the database beside its place and renames it there, so that it exists whole or not at all. */
export function createDatabase(path: string, meta: Meta): void {
  const draft = `${path}.new`;
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(draft + suffix, { force: true });
  closeSync(openSync(draft, 'wx', 0o600));
  const db = new Database(draft, { timeout: 0 });
  try {
    db.pragma(`page_size = ${PAGE_BYTES}`);
    db.pragma('synchronous = FULL');
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db);
    db.prepare('INSERT INTO meta VALUES (1, ?, ?, ?)').run(meta.databaseId, meta.keyVersion, meta.keyCheck);
    db.pragma('journal_mode = WAL');
  } finally {
    db.close();
  }
  renameDurably(dirname(path), draft, path);
}

/**
 * Lets `use` read the database, its write-ahead log included, and leaves every file beside it as it was.
 * A read-only connection cannot checkpoint; the index and the empty log that it creates are removed again.
 */
export function inspectDatabase<T>(path: string, use: (db: Database.Database) => T): T {
  // We never leave a rollback journal; SQLite would play one back into the file.
  if (existsSync(`${path}-journal`)) throw storageError('damaged-database');
  const wal = `${path}-wal`;
  const sharedMemory = `${path}-shm`;
  const hadWal = existsSync(wal);
  const previousSharedMemory = readFileIfThere(sharedMemory);
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    restrict(db);
    return use(db);
  } finally {
    db.close();
    if (!hadWal && existsSync(wal) && statSync(wal).size === 0) rmSync(wal);
    if (previousSharedMemory === undefined) rmSync(sharedMemory, { force: true });
    else writeFileSync(sharedMemory, previousSharedMemory);
  }
}

/** Opens for good, exclusively, and brings the schema up to date. */
export function openDatabase(path: string): Database.Database {
  // Under an exclusive lock the index of the log lives in memory; one left by somebody else is stale.
  rmSync(`${path}-shm`, { force: true });
  const db = new Database(path, { fileMustExist: true, timeout: 0 });
  try {
    restrict(db);
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma('temp_store = MEMORY');
    // So that replacing a row fires the triggers that forbid deleting it.
    db.pragma('recursive_triggers = ON');
    migrate(db);
    truncateLog(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Moves everything into the database and empties the log: nothing deleted is left in either. */
export function truncateLog(db: Database.Database): void {
  const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (result?.busy !== 0) throw storageError('folder-in-use');
}

/** The schema that a sound file of this version has. */
export function expectedSchemaText(version: number): string {
  const model = new Database(':memory:');
  try {
    migrate(model, MIGRATIONS.slice(0, version));
    return schemaText(model);
  } finally {
    model.close();
  }
}

/** The file may be hostile: no functions or virtual tables out of its schema, and every page is checked. */
function restrict(db: Database.Database): void {
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
}
