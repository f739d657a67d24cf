// Which folders are opened, and which are refused as they are.
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { engineByName } from '../../../../tee-sim/crypto/engines.ts';
import { crashedFolder, expectUntouched, folderWithRows } from './open-fixture.ts';
import {
  appendRows,
  edit,
  freshFolder,
  logId,
  MASTER_KEY,
  openAt,
  openWithHandle,
  text,
} from './storage-fixture.ts';

describe('a new folder', () => {
  it('is created, with nothing in it that others may read, and opens again with what was written', () => {
    const folder = join(freshFolder(), 'deep', 'tee');
    const storage = openAt(folder);
    expect(storage).toMatchObject({ adoptedRows: 0, recordSuite: 2, lastLogAtMs: 0 });
    expect(storage.listLogs({ limit: 10 })).toEqual({ rows: [], damaged: [], total: 0 });
    appendRows(storage, 3);
    storage.close();
    expect(readdirSync(folder).sort()).toEqual(['airaccount.db', 'head', 'lock']);
    const again = openAt(folder);
    expect(again).toMatchObject({ adoptedRows: 0, lastLogAtMs: 1_003 });
    expect(text(again.getLog(logId(2)).record)).toBe('record 2');
  });

  it('survives a creation that was cut short', () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'airaccount.db.new'), 'half');
    writeFileSync(join(folder, 'head.tmp'), 'half');
    appendRows(openAt(folder), 1);
  });

  it('survives a crash between the database and its first head', () => {
    const folder = folderWithRows(0);
    rmSync(join(folder, 'head'));
    appendRows(openAt(folder), 1);
  });

  it('has the settings that the design names', () => {
    const { db } = openWithHandle(folderWithRows(1));
    const settings = [
      'page_size',
      'journal_mode',
      'synchronous',
      'secure_delete',
      'locking_mode',
      'trusted_schema',
    ];
    expect(settings.map((name) => db.pragma(name, { simple: true }))).toEqual([
      8_192,
      'wal',
      2,
      1,
      'exclusive',
      0,
    ]);
  });
});

describe.each([
  ['closed', folderWithRows],
  ['left by a crash', crashedFolder],
])('a folder that was %s is refused and not touched', (_, make) => {
  it('wrong master key', () => {
    const masterKey = Uint8Array.from(MASTER_KEY, (byte) => byte ^ 1);
    expectUntouched(make(5), 'ACCESS_DENIED wrong-master-key', { masterKey });
  });

  it('head missing', () => {
    const folder = make(5);
    rmSync(join(folder, 'head'));
    expectUntouched(folder, 'BAD_STATE head-missing');
  });

  it('head of another database with the same key', () => {
    const folder = make(5);
    copyFileSync(join(make(5), 'head'), join(folder, 'head'));
    expectUntouched(folder, 'BAD_STATE rolled-back');
  });

  it('head damaged', () => {
    const folder = make(5);
    const head = readFileSync(join(folder, 'head'));
    head[30] = (head[30] ?? 0) ^ 1;
    writeFileSync(join(folder, 'head'), head);
    expectUntouched(folder, 'BAD_STATE rolled-back');
  });

  it('database missing', () => {
    const folder = make(5);
    rmSync(join(folder, 'airaccount.db'));
    expectUntouched(folder, 'BAD_STATE rolled-back');
  });

  it('a rollback journal beside it', () => {
    const folder = make(5);
    writeFileSync(join(folder, 'airaccount.db-journal'), 'x');
    expectUntouched(folder, 'CORRUPT_OBJECT damaged-database');
  });

  it('stray shared-memory file, and no lock file yet', () => {
    const folder = make(5);
    writeFileSync(join(folder, 'airaccount.db-shm'), 'stray');
    rmSync(join(folder, 'lock'));
    rmSync(join(folder, 'head'));
    expectUntouched(folder, 'BAD_STATE head-missing');
  });
});

describe('an edited database is refused and not touched', () => {
  it.each<[string, string, (db: Database.Database) => void]>([
    ['newer schema', 'NOT_SUPPORTED newer-schema', (db) => db.pragma('user_version = 99')],
    ['no schema version', 'CORRUPT_OBJECT damaged-database', (db) => db.pragma('user_version = 0')],
    ['another application', 'BAD_FORMAT foreign-database', (db) => db.pragma('application_id = 1')],
    [
      'a trigger added',
      'CORRUPT_OBJECT damaged-database',
      (db) => db.exec('CREATE TRIGGER spy AFTER INSERT ON operations BEGIN DELETE FROM feature_keys; END'),
    ],
    [
      'a trigger that forbids nothing',
      'CORRUPT_OBJECT damaged-database',
      (db) => db.exec('CREATE TRIGGER risk_logs_no_delete BEFORE DELETE ON risk_logs BEGIN SELECT 1; END'),
    ],
    ['a table removed', 'CORRUPT_OBJECT damaged-database', (db) => db.exec('DROP TABLE operations')],
    ['no meta row', 'CORRUPT_OBJECT damaged-record', (db) => db.exec('DELETE FROM meta')],
    [
      'its id changed',
      'CORRUPT_OBJECT damaged-database',
      (db) => db.exec('UPDATE meta SET database_id = zeroblob(16)'),
    ],
    [
      'its key check changed',
      'CORRUPT_OBJECT damaged-database',
      (db) => db.exec('UPDATE meta SET key_check = zeroblob(32)'),
    ],
    [
      'its key version changed',
      'CORRUPT_OBJECT damaged-database',
      (db) => db.exec('UPDATE meta SET key_version = 2'),
    ],
  ])('%s', (_, answer, change) => {
    const folder = folderWithRows(2);
    edit(folder, change);
    expectUntouched(folder, answer);
  });

  it('not SQLite at all, empty, or a database of somebody else', () => {
    for (const content of [Buffer.from('hello'), Buffer.alloc(0), Buffer.alloc(20_000, 7)]) {
      const folder = freshFolder();
      writeFileSync(join(folder, 'airaccount.db'), content);
      expectUntouched(folder, 'BAD_FORMAT foreign-database');
    }
    const folder = freshFolder();
    const db = new Database(join(folder, 'airaccount.db'));
    db.exec('CREATE TABLE notes (text); INSERT INTO notes VALUES (1)');
    db.close();
    expectUntouched(folder, 'BAD_FORMAT foreign-database');
  });

  it('pages overwritten, or the file cut', () => {
    const folder = folderWithRows(60);
    const path = join(folder, 'airaccount.db');
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.from(bytes).fill(0xaa, 8_192, 16_384));
    expectUntouched(folder, 'CORRUPT_OBJECT damaged-database');
    writeFileSync(path, bytes.subarray(0, 5_000));
    expectUntouched(folder, 'CORRUPT_OBJECT damaged-database');
  });
});

it('both engines read each other, and both suites stand in one file', () => {
  const folder = freshFolder();
  const first = openAt(folder, { suite: 1, engine: engineByName('sm-crypto') });
  appendRows(first, 2);
  first.close();
  const second = openAt(folder);
  appendRows(second, 2);
  expect(second.listLogs({ limit: 9 }).rows.map((row) => row.suite)).toEqual([2, 2, 1, 1]);
  expect([1, 2, 3, 4].map((id) => text(second.getLog(logId(id)).features))).toEqual(
    [1, 2, 3, 4].map((id) => `features ${id}`),
  );
  expect(second.verifyChain(logId(1), 10)).toEqual({ verified: 4, total: 4 });
});
