// Opens the TEE's storage: lock, judge, and only then open for writing.
// Files that are refused stay byte for byte as they were; one exchanged after judging is refused too, but was opened.
import type { Database } from 'better-sqlite3';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { DataFolder } from './data-folder.ts';
import { createDatabase, inspectDatabase, openDatabase } from './database.ts';
import { DatabaseStorage } from './database-storage.ts';
import { confirmJudged, judge, keyCheckValue } from './judge.ts';
import { type RecordSuite, StorageKeys } from './keys.ts';
import { KEY_VERSION } from './record-cipher.ts';
import type { SecureStorage } from './storage.ts';
import { storageError, withStorageErrors } from './storage-errors.ts';

const DATABASE_ID_BYTES = 16;

export interface OpenStorageOptions {
  readonly dataDir: string;
  /** DB_MASTER_KEY, 32 bytes. The caller zeroes it; what is derived from it lives until `close`. */
  readonly masterKey: Uint8Array;
  readonly engine: CryptoEngine;
  /** Suite of new records; records of the other suite are still read. */
  readonly suite: RecordSuite;
  readonly random: RandomBytes;
}

/**
 * @throws ACCESS_CONFLICT folder-in-use · STORAGE_NOT_AVAILABLE folder-not-writable · STORAGE_NO_SPACE disk-full,
 *   and the reasons of `judge`
 */
export function openStorage(options: OpenStorageOptions): SecureStorage {
  return withStorageErrors(() => {
    const { engine, random, suite } = options;
    const keys = new StorageKeys(engine, options.masterKey);
    let folder: DataFolder | undefined;
    let db: Database | undefined;
    try {
      folder = new DataFolder(options.dataDir);
      const head = folder.readHead();
      const path = folder.databasePath;
      if (!folder.hasDatabase()) {
        if (head !== undefined) throw storageError('rolled-back');
        const databaseId = random(DATABASE_ID_BYTES);
        const keyCheck = keyCheckValue(engine, keys, databaseId);
        createDatabase(path, { databaseId, keyVersion: KEY_VERSION, keyCheck });
      }
      const judged = inspectDatabase(path, (file) => judge(file, head, engine, keys));
      db = openDatabase(path);
      confirmJudged(db, judged);
      return new DatabaseStorage({ folder, db, engine, random, keys, suite, judged });
    } catch (error) {
      db?.close();
      keys.destroy();
      folder?.releaseUntouched();
      throw error;
    }
  });
}
