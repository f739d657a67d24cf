// The TEE's folder under a lock that lives as long as the process: no second TEE opens the same files.
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { equalBytes, utf8ToBytes } from '../protocol/bytes.ts';
import { DATABASE_FILE } from './database.ts';
import { readFileIfThere, replaceFileDurably } from './durable-file.ts';
import { HEAD_FILE } from './head.ts';
import { storageError } from './storage-errors.ts';

const LOCK_FILE = 'lock';
/** First bytes of every SQLite 3 file (https://www.sqlite.org/fileformat.html §1.3). */
const SQLITE_MAGIC = utf8ToBytes('SQLite format 3\0');

export class DataFolder {
  readonly #path: string;
  readonly #lock: Database.Database;
  readonly #lockIsNew: boolean;

  /** Creates the folder when it is missing. @throws ACCESS_CONFLICT folder-in-use · STORAGE_NOT_AVAILABLE */
  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (const name of ['', HEAD_FILE, DATABASE_FILE]) {
      const file = join(path, name);
      if (existsSync(file)) accessSync(file, constants.W_OK);
    }
    const lockPath = join(path, LOCK_FILE);
    this.#lockIsNew = !existsSync(lockPath);
    this.#lock = new Database(lockPath, { timeout: 0 });
    try {
      // SQLite's own lock on an empty file: portable, and gone when the process is, however it ends.
      this.#lock.pragma('journal_mode = MEMORY');
      this.#lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      this.#lock.close();
      throw error;
    }
  }

  get databasePath(): string {
    return join(this.#path, DATABASE_FILE);
  }

  /** @throws BAD_FORMAT foreign-database when something is there that is not SQLite's */
  hasDatabase(): boolean {
    if (!existsSync(this.databasePath)) return false;
    const start = new Uint8Array(SQLITE_MAGIC.length);
    const file = openSync(this.databasePath, 'r');
    try {
      readSync(file, start);
    } finally {
      closeSync(file);
    }
    if (!equalBytes(start, SQLITE_MAGIC)) throw storageError('foreign-database');
    return true;
  }

  readHead(): Uint8Array | undefined {
    return readFileIfThere(join(this.#path, HEAD_FILE));
  }

  writeHead(bytes: Uint8Array): void {
    replaceFileDurably(this.#path, HEAD_FILE, bytes);
  }

  release(): void {
    this.#lock.close();
  }

  /** Releases a folder that was refused and leaves nothing of ours in it. */
  releaseUntouched(): void {
    this.release();
    if (this.#lockIsNew) rmSync(join(this.#path, LOCK_FILE), { force: true });
  }
}
