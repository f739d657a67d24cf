import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile, replaceThrough } from '../../../main/replace-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-replace-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('replaceFile', () => {
  it('makes folder and file for their owner only, and leaves nothing else', async () => {
    const path = join(folder, 'made', 'file');
    await replaceFile(path, 'one');
    await replaceFile(path, 'two');
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(folder, 'made'))).toEqual(['file']);
    if (process.platform === 'win32') return;
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'made'))).mode & 0o777).toBe(0o700);
  });
});

describe('replaceThrough', () => {
  it('touches nothing that has the temporary name already', async () => {
    const path = join(folder, 'file');
    const theirs = join(folder, 'theirs');
    await writeFile(theirs, 'theirs');
    await expect(replaceThrough(path, 'ours', theirs, 'wx')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(theirs, 'utf8')).toBe('theirs');
    expect(await readdir(folder)).toEqual(['theirs']);
  });

  it('leaves the old content and no temporary when it fails', async () => {
    const path = join(folder, 'occupied');
    await mkdir(join(path, 'inside'), { recursive: true });
    await expect(replaceThrough(path, 'x', join(folder, 'temporary'), 'wx')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['occupied']);
    expect(await readdir(path)).toEqual(['inside']);
  });
});
