import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyFiles } from '../../../main/copy-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-copy-'));
  await mkdir(join(folder, 'from', 'subfolder'), { recursive: true });
  await writeFile(join(folder, 'from', 'airaccount.db'), 'database');
  await writeFile(join(folder, 'from', 'head'), 'head');
});
afterEach(() => rm(folder, { recursive: true }));

const from = () => join(folder, 'from');
const to = () => join(folder, 'new', 'to');

describe('copyFiles', () => {
  it('copies the files and leaves the originals', async () => {
    expect((await copyFiles(from(), to())).sort()).toEqual(['airaccount.db', 'head']);
    expect(await readFile(join(to(), 'airaccount.db'), 'utf8')).toBe('database');
    expect(await readFile(join(from(), 'airaccount.db'), 'utf8')).toBe('database');
  });

  it('overwrites nothing', async () => {
    await mkdir(to(), { recursive: true });
    await writeFile(join(to(), 'head'), 'older');
    await expect(copyFiles(from(), to())).rejects.toMatchObject({ code: 'STORAGE_NOT_AVAILABLE' });
    expect(await readFile(join(to(), 'head'), 'utf8')).toBe('older');
  });

  it('says when there is nothing to copy', async () => {
    await expect(copyFiles(join(folder, 'missing'), to())).rejects.toMatchObject({ code: 'NO_DATA' });
  });
});
