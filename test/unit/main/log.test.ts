import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../../main/log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-log-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('openLog', () => {
  it('appends a line at once, in a file for its owner only', async () => {
    const log = openLog(join(folder, 'logs'));
    log('app-started');
    log('tee-ready', { count: 1 });
    const path = join(folder, 'logs', 'airaccount.log');
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
      'app-started',
      'tee-ready',
    ]);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('never keeps more than twice its bound, and loses the oldest', async () => {
    const log = openLog(folder, 1_000);
    for (let count = 0; count < 100; count += 1) log('tee-ready', { count });
    expect((await readdir(folder)).sort()).toEqual(['airaccount.log', 'airaccount.log.1']);
    for (const name of await readdir(folder))
      expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(1_000);
    expect(await readFile(join(folder, 'airaccount.log'), 'utf8')).toContain('"count":99}');
  });

  it('stops nothing when it cannot write', async () => {
    await writeFile(join(folder, 'file'), '');
    const log = openLog(join(folder, 'file', 'logs'));
    expect(() => log('app-started')).not.toThrow();
  });
});
