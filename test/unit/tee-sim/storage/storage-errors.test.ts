import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { storageError, toStorageError } from '../../../../tee-sim/storage/storage-errors.ts';
import { refusal } from './storage-fixture.ts';

function mapped(error: unknown): string {
  return refusal(() => {
    throw toStorageError(error);
  });
}

it.each([
  ['SQLITE_FULL', 'STORAGE_NO_SPACE disk-full'],
  ['SQLITE_IOERR_SHMSIZE', 'STORAGE_NO_SPACE disk-full'],
  ['SQLITE_BUSY', 'ACCESS_CONFLICT folder-in-use'],
  ['SQLITE_BUSY_RECOVERY', 'ACCESS_CONFLICT folder-in-use'],
  ['SQLITE_READONLY_DBMOVED', 'STORAGE_NOT_AVAILABLE folder-not-writable'],
  ['SQLITE_CANTOPEN', 'STORAGE_NOT_AVAILABLE folder-not-writable'],
  ['SQLITE_IOERR_FSYNC', 'STORAGE_NOT_AVAILABLE'],
  ['SQLITE_CORRUPT_INDEX', 'CORRUPT_OBJECT damaged-database'],
  ['SQLITE_NOTADB', 'CORRUPT_OBJECT damaged-database'],
  ['SQLITE_CONSTRAINT_TRIGGER', 'CORRUPT_OBJECT damaged-database'],
  ['SQLITE_NOMEM', 'OUT_OF_MEMORY'],
  ['SQLITE_ERROR', 'STORAGE_NOT_AVAILABLE'],
])('SQLite: %s answers %s', (code, answer) => {
  expect(mapped(new Database.SqliteError('secret path', code))).toBe(answer);
});

it.each([
  ['ENOSPC', 'STORAGE_NO_SPACE disk-full'],
  ['EDQUOT', 'STORAGE_NO_SPACE disk-full'],
  ['EROFS', 'STORAGE_NOT_AVAILABLE folder-not-writable'],
  ['EACCES', 'STORAGE_NOT_AVAILABLE folder-not-writable'],
  ['EMFILE', 'STORAGE_NOT_AVAILABLE'],
])('the system: %s answers %s', (code, answer) => {
  expect(mapped(Object.assign(new Error('secret path'), { code, syscall: 'open' }))).toBe(answer);
});

it('leaves our own errors and bugs as they are', () => {
  const own = storageError('rolled-back');
  const bug = new TypeError('x is not a function');
  expect(toStorageError(own)).toBe(own);
  expect(toStorageError(bug)).toBe(bug);
});

it('carries nothing of the original text', () => {
  const error = toStorageError(new Database.SqliteError('no such table: secret', 'SQLITE_ERROR'));
  expect(error).toBeInstanceOf(TeeError);
  expect(JSON.stringify([String(error), (error as TeeError).cause])).not.toContain('secret');
});
