import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { engineByName } from '../../../../tee-sim/crypto/engines.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { DataFolder } from '../../../../tee-sim/storage/data-folder.ts';
import {
  appendRows,
  copyFolder,
  edit,
  freshFolder,
  logId,
  MASTER_KEY,
  openAt,
  openWithHandle,
  refusal,
  snapshot,
  text,
} from './storage-fixture.ts';

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

const CHILD = join(import.meta.dirname, 'storage-child.ts');
const childArgs = (mode: string, folder: string) => [CHILD, mode, folder, bytesToHex(MASTER_KEY)];

/** Starts a child and resolves with its output once `until` is in it; kills it then when `kill` says so. */
async function startChild(mode: string, folder: string, until: string, kill = false): Promise<string> {
  const child = spawn(process.execPath, childArgs(mode, folder));
  children.add(child);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output += data;
      if (output.includes(until)) resolve();
    });
    child.on('exit', () => reject(new Error(output)));
  });
  if (!kill) return output;
  const exited = new Promise((resolve) => child.removeAllListeners('exit').on('close', resolve));
  child.kill('SIGKILL');
  await exited;
  return output;
}

/** A folder with `rows` rows, closed; state in every table that has some. */
function folderWithRows(rows: number): string {
  const folder = freshFolder();
  const storage = openAt(folder);
  appendRows(storage, rows, (tx, n) => tx.put('operations', `${n % 5}`, 'u', Uint8Array.of(n)));
  storage.close();
  return folder;
}

/** A folder whose last rows are still in the write-ahead log, as a crash leaves it. */
function crashedFolder(rows: number): string {
  const folder = freshFolder();
  const storage = openAt(folder);
  appendRows(storage, rows);
  const copy = copyFolder(folder);
  storage.close();
  expect(readFileSync(join(copy, 'airaccount.db-wal')).length).toBeGreaterThan(0);
  return copy;
}

function expectUntouched(folder: string, answer: string, options = {}): void {
  const before = snapshot(folder);
  expect(refusal(() => openAt(folder, options))).toBe(answer);
  expect(snapshot(folder)).toEqual(before);
}

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

describe('the lock', () => {
  it('refuses a second storage in another process, and leaves the files alone', async () => {
    const folder = freshFolder();
    await startChild('hold', folder, 'opened');
    expectUntouched(folder, 'ACCESS_CONFLICT folder-in-use');
  });

  it('refuses a second one in the same process', () => {
    const folder = freshFolder();
    const storage = openAt(folder);
    expect(refusal(() => openAt(folder))).toBe('ACCESS_CONFLICT folder-in-use');
    appendRows(storage, 1);
    storage.close();
    openAt(folder);
  });

  it('is taken before anything is looked at or created', () => {
    const folder = freshFolder();
    const held = new DataFolder(folder);
    expect(refusal(() => openAt(folder))).toBe('ACCESS_CONFLICT folder-in-use');
    expect(readdirSync(folder)).toEqual(['lock']);
    held.release();
    openAt(folder);
  });

  it('ends with the process, even when it is killed', async () => {
    const folder = freshFolder();
    await startChild('hold', folder, 'opened', true);
    appendRows(openAt(folder), 1);
  });

  it('holds against somebody who has the database open without it', () => {
    const folder = folderWithRows(1);
    const other = new Database(join(folder, 'airaccount.db'));
    other.exec('BEGIN IMMEDIATE');
    expect(refusal(() => openAt(folder))).toBe('ACCESS_CONFLICT folder-in-use');
    other.close();
    openAt(folder);
  });
});

describe('a crash', () => {
  it('keeps every acknowledged row, wherever the process is killed', async () => {
    for (const until of ['\n3\n', '\n40\n', '\n400\n']) {
      const folder = freshFolder();
      const output = await startChild('write', folder, until, true);
      const acknowledged = Number(output.trim().split('\n').at(-1));
      const storage = openAt(folder);
      const { total } = storage.listLogs({ limit: 1 });
      expect(total).toBeGreaterThanOrEqual(acknowledged);
      expect(total).toBeLessThanOrEqual(acknowledged + 1);
      expect(storage.verifyChain(logId(1), total)).toEqual({ verified: total, total });
      expect(text(storage.getLog(logId(acknowledged)).record)).toBe(`record ${acknowledged}`);
      storage.close();
    }
  });

  it('between commit and head: the row is adopted, and the head is written again', () => {
    const folder = freshFolder();
    const storage = openAt(folder);
    appendRows(storage, 4);
    const head = readFileSync(join(folder, 'head'));
    appendRows(storage, 1, (tx) => tx.put('operations', 'a', 'u', Uint8Array.of(1)));
    storage.close();
    writeFileSync(join(folder, 'head'), head);
    const adopted = openAt(folder);
    expect(adopted.adoptedRows).toBe(1);
    expect(text(adopted.getLog(logId(5)).record)).toBe('record 5');
    expect([...(adopted.get('operations', 'a') ?? [])]).toEqual([1]);
    adopted.close();
    expect(openAt(folder).adoptedRows).toBe(0);
  });

  it('between commit and head of the very first row', () => {
    const folder = freshFolder();
    const storage = openAt(folder);
    const head = readFileSync(join(folder, 'head'));
    appendRows(storage, 1);
    storage.close();
    writeFileSync(join(folder, 'head'), head);
    expect(openAt(folder).adoptedRows).toBe(1);
  });
});

describe('a folder that cannot be written', () => {
  const tryAs = (folder: string) => {
    const asRoot = process.getuid?.() === 0;
    const ids = asRoot ? { uid: 65_534, gid: 65_534 } : {};
    return spawnSync(process.execPath, childArgs('try', folder), { encoding: 'utf8', ...ids }).stdout.trim();
  };
  const REFUSED = 'refused STORAGE_NOT_AVAILABLE folder-not-writable';

  it.skipIf(process.platform === 'win32')('is refused with its code, and not touched', () => {
    const folder = folderWithRows(2);
    const before = snapshot(folder);
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
    chmodSync(folder, 0o555);
    expect(tryAs(folder)).toBe(REFUSED);
    expect(tryAs(join(folder, 'new'))).toBe(REFUSED);
    chmodSync(folder, 0o777);
    expect(tryAs(folder)).toBe(REFUSED);
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o666);
    expect(snapshot(folder)).toEqual(before);
    // The same child can open it once it may: what was refused above was the permission.
    expect(tryAs(folder)).toBe('opened');
  });

  it('is refused when a file stands where the folder should be', () => {
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    expect(refusal(() => openAt(file))).toBe('STORAGE_NOT_AVAILABLE folder-not-writable');
    expect(refusal(() => openAt(join(file, 'tee')))).toBe('STORAGE_NOT_AVAILABLE folder-not-writable');
  });

  it('is refused when a folder stands where a file should be', () => {
    for (const name of ['airaccount.db', 'head', 'lock']) {
      const folder = freshFolder();
      mkdirSync(join(folder, name));
      expect(refusal(() => openAt(folder))).toMatch(/^STORAGE_NOT_AVAILABLE/);
      expect(existsSync(join(folder, name))).toBe(true);
    }
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
