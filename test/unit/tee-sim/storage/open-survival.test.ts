// What a data folder survives: another process that holds it, a crash at any moment, a disk that takes nothing.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DataFolder } from '../../../../tee-sim/storage/data-folder.ts';
import { childArgs, expectUntouched, folderWithRows, startChild } from './open-fixture.ts';
import { appendRows, freshFolder, logId, openAt, refusal, snapshot, text } from './storage-fixture.ts';

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
