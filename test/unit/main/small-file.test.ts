import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readSmallFile, writeSmallFile } from '../../../main/small-file.ts';
import { z } from '../../../tee-sim/protocol/schema.ts';

const schema = z.strictObject({ v: z.literal(1), n: z.number() });
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-small-'));
  path = join(folder, 'made', 'file.json');
});
afterEach(() => rm(folder, { recursive: true }));

it('reads back what it wrote, and leaves nothing beside it', async () => {
  const log = vi.fn();
  writeSmallFile(path, { v: 1, n: 1 }, log);
  writeSmallFile(path, { v: 1, n: 2 }, log);
  expect(readSmallFile(path, schema)).toEqual({ v: 1, n: 2 });
  expect(await readdir(join(folder, 'made'))).toEqual(['file.json']);
  expect(log).not.toHaveBeenCalled();
});

it.each([
  ['nothing', ''],
  ['half of it', '{"v":1,"n'],
  ['another version', '{"v":2,"n":1}'],
  ['more than is known', '{"v":1,"n":1,"x":1}'],
  ['a number that is none', '{"v":1,"n":1e999}'],
  ['a prototype', '{"v":1,"__proto__":{"n":1}}'],
  ['null', 'null'],
  ['bytes', '\u0000\ufffd'],
  ['too much', `{"v":1,"n":1}${' '.repeat(5_000)}`],
])('takes %s for no file', async (_, text) => {
  await mkdir(join(folder, 'made'));
  await writeFile(path, text);
  expect(readSmallFile(path, schema)).toBeUndefined();
});

it('takes a missing file and a folder for no file', async () => {
  expect(readSmallFile(path, schema)).toBeUndefined();
  await mkdir(path, { recursive: true });
  expect(readSmallFile(path, schema)).toBeUndefined();
});

it('goes on, with the old content, when it cannot write', async () => {
  const log = vi.fn();
  writeSmallFile(path, { v: 1, n: 1 }, log);
  await mkdir(`${path}.new`);
  writeSmallFile(path, { v: 1, n: 2 }, log);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ v: 1, n: 1 });
  expect(log).toHaveBeenCalledOnce();
  expect(log.mock.calls[0]?.[0]).toBe('settings-not-kept');
  expect(JSON.stringify(log.mock.calls)).not.toContain(folder);
});
