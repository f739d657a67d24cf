// Which code each storage failure answers, and how SQLite's and the file system's errors become them.
// The only place that looks at a foreign error code.
import Database from 'better-sqlite3';
import { TeeError, type TeeFailure } from '../protocol/codes.ts';

export const STORAGE_CODES = {
  'wrong-master-key': 'ACCESS_DENIED',
  'foreign-database': 'BAD_FORMAT',
  'newer-schema': 'NOT_SUPPORTED',
  'damaged-database': 'CORRUPT_OBJECT',
  'damaged-record': 'CORRUPT_OBJECT',
  'chain-broken': 'CORRUPT_OBJECT',
  'rolled-back': 'BAD_STATE',
  'head-missing': 'BAD_STATE',
  'folder-in-use': 'ACCESS_CONFLICT',
  'folder-not-writable': 'STORAGE_NOT_AVAILABLE',
  'disk-full': 'STORAGE_NO_SPACE',
  'unknown-log-row': 'ITEM_NOT_FOUND',
  'features-erased': 'BAD_STATE',
} as const satisfies Readonly<Record<string, TeeFailure['code']>>;

export type StorageReason = keyof typeof STORAGE_CODES;

export function storageError(reason: StorageReason): TeeError {
  return new TeeError(STORAGE_CODES[reason], reason);
}

/** SQLite primary result codes (https://www.sqlite.org/rescode.html) by the name before the second `_`. */
const SQLITE_REASONS: Readonly<Record<string, StorageReason>> = {
  SQLITE_FULL: 'disk-full',
  SQLITE_BUSY: 'folder-in-use',
  SQLITE_LOCKED: 'folder-in-use',
  SQLITE_READONLY: 'folder-not-writable',
  SQLITE_PERM: 'folder-not-writable',
  SQLITE_CANTOPEN: 'folder-not-writable',
  SQLITE_CORRUPT: 'damaged-database',
  SQLITE_NOTADB: 'damaged-database',
  // Our statements break no constraint of a sound file.
  SQLITE_CONSTRAINT: 'damaged-database',
  SQLITE_MISMATCH: 'damaged-database',
};

/** SQLite reports a full disk under this extended code when it is the shared-memory file that does not fit. */
const SHARED_MEMORY_FULL = 'SQLITE_IOERR_SHMSIZE';

const SYSTEM_REASONS: Readonly<Record<string, StorageReason>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'folder-not-writable',
  EPERM: 'folder-not-writable',
  EROFS: 'folder-not-writable',
  ENOTDIR: 'folder-not-writable',
  EEXIST: 'folder-not-writable',
  ENOENT: 'folder-not-writable',
};

/** What to throw instead of `error`: our own pass, SQLite's and the system's are mapped, bugs stay what they are. */
export function toStorageError(error: unknown): unknown {
  if (error instanceof TeeError) return error;
  if (error instanceof Database.SqliteError) return fromSqlite(error.code);
  if (error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string') {
    return fromReason(SYSTEM_REASONS[error.code]);
  }
  return error;
}

/** Runs `action`; whatever it throws leaves as a storage error. */
export function withStorageErrors<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw toStorageError(error);
  }
}

function fromSqlite(code: string): TeeError {
  if (code === SHARED_MEMORY_FULL) return storageError('disk-full');
  const primary = code.split('_').slice(0, 2).join('_');
  if (primary === 'SQLITE_NOMEM') return new TeeError('OUT_OF_MEMORY');
  return fromReason(SQLITE_REASONS[primary]);
}

function fromReason(reason: StorageReason | undefined): TeeError {
  return reason === undefined ? new TeeError('STORAGE_NOT_AVAILABLE') : storageError(reason);
}

/** What does not hold, as nothing: for lists that show the others. */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof TeeError && error.code === 'CORRUPT_OBJECT') return undefined;
    throw error;
  }
}
