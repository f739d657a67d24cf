import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readClientBundle } from '../../../main/client-bundle.ts';
import { measureFiles } from '../../../main/measure.ts';
import { bytesToHex, utf8ToBytes } from '../../../tee-sim/protocol/bytes.ts';

const files = new Map([
  ['preload/index.cjs', utf8ToBytes('preload')],
  ['renderer/index.html', utf8ToBytes('<!doctype html>')],
]);
const digest = 'ab'.repeat(32);
let folder: string;

async function writeManifest(manifest: object): Promise<void> {
  await writeFile(join(folder, 'client-manifest.json'), JSON.stringify(manifest));
}

const named = Object.fromEntries([...files.keys()].map((path) => [path, digest]));
const manifest = { client: bytesToHex(measureFiles(files)), tee: digest, files: named };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-client-'));
  for (const [path, bytes] of files) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  await writeManifest(manifest);
});
afterEach(() => rm(folder, { recursive: true }));

describe('readClientBundle', () => {
  it('reads and measures what the manifest names, and says what was promised', async () => {
    const bundle = await readClientBundle(folder);
    expect([...bundle.files.keys()].sort()).toEqual([...files.keys()].sort());
    expect(bytesToHex(bundle.measurement)).toBe(bundle.expectedClient);
    expect(bytesToHex(bundle.expectedTee)).toBe(digest);
  });

  it('holds the measured bytes, whatever happens to the files afterwards', async () => {
    const bundle = await readClientBundle(folder);
    await writeFile(join(folder, 'renderer/index.html'), 'changed');
    expect(Buffer.from(bundle.files.get('renderer/index.html') ?? []).toString()).toBe('<!doctype html>');
  });

  it.each([
    ['changed', (path: string) => writeFile(path, 'changed')],
    ['missing', (path: string) => rm(path)],
  ])('measures differently when a file is %s', async (_, alter) => {
    await alter(join(folder, 'renderer/index.html'));
    const bundle = await readClientBundle(folder);
    expect(bytesToHex(bundle.measurement)).not.toBe(bundle.expectedClient);
  });

  it('leaves out what the manifest does not name', async () => {
    await writeFile(join(folder, 'renderer/added.js'), '1');
    const bundle = await readClientBundle(folder);
    expect(bundle.files.has('renderer/added.js')).toBe(false);
  });

  it.each([
    ['a path out of the folder', { ...manifest, files: { '../tee/tee.cjs': digest } }],
    ['a hidden way out', { ...manifest, files: { 'renderer/../../x.js': digest } }],
    ['an absolute path', { ...manifest, files: { '/etc/passwd': digest } }],
    ['a backslash', { ...manifest, files: { 'renderer\\x.js': digest } }],
    ['a short digest', { ...manifest, tee: 'ab' }],
    ['no digest', { client: digest, files: {} }],
    ['nothing', {}],
  ])('refuses a manifest with %s', async (_, bad) => {
    await writeManifest(bad);
    await expect(readClientBundle(folder)).rejects.toThrow();
  });

  it('refuses to run without a manifest', async () => {
    await rm(join(folder, 'client-manifest.json'));
    await expect(readClientBundle(folder)).rejects.toThrow('ENOENT');
  });
});
