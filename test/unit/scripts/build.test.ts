// The TEE's bundle is one file whose bytes depend on its sources alone, so that its digest means something;
// and the client's manifest says what was built.
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { writeClientManifest } from '../../../scripts/build/client-manifest.ts';
import { buildConstants } from '../../../scripts/build/constants.ts';
import { sm3 } from '../../../tee-sim/crypto/sm3.ts';
import { bytesToHex, lengthPrefixed, utf8ToBytes } from '../../../tee-sim/protocol/bytes.ts';

const project = resolve(import.meta.dirname, '../../..');
const work = mkdtempSync(join(tmpdir(), 'airaccount-build-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Builds the TEE in a copy of the sources at a place of its own; answers the folder it wrote. */
async function buildTeeIn(place: string): Promise<string> {
  const root = join(work, place);
  const configuration = readdirSync(project).filter((name) => /^(package|tsconfig).*\.json$/.test(name));
  for (const path of [...configuration, 'scripts', 'main', 'tee-sim']) {
    cpSync(join(project, path), join(root, path), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'), 'junction');
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.ts'), 'tee', '--force'], {
    cwd: work,
  });
  return join(root, 'out/tee');
}

describe("the TEE's bundle", () => {
  it('is one file, the same bytes wherever and whenever it is built', async () => {
    const [first, second] = [await buildTeeIn('here'), await buildTeeIn('there/and/deeper')];
    expect(readdirSync(first)).toEqual(['tee.cjs']);
    const bytes = readFileSync(join(first, 'tee.cjs'));
    expect(bytes.length).toBeGreaterThan(10_000);
    expect(bytes.equals(readFileSync(join(second, 'tee.cjs')))).toBe(true);

    const text = bytes.toString('utf8');
    expect(text).not.toContain(work);
    const required = [...text.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name]) => name ?? '');
    expect(required).toContain('better-sqlite3');
    const known = ['better-sqlite3', ...builtinModules.map((name) => `node:${name}`)];
    expect(required.filter((name) => !known.includes(name))).toEqual([]);
    expect(required).not.toContain('node:crypto');
    expect(/\bimport\s*\(/.test(text)).toBe(false);
  });
});

describe('what clients know of the build', () => {
  const root = join(work, 'outputs');
  const files = {
    'preload/index.cjs': 'preload',
    'renderer/index.html': 'page',
    'renderer/assets/a.js': 'code',
  };

  it('is the digest of the bundle, the version, and a manifest of every client file', async () => {
    for (const [path, text] of Object.entries({ ...files, 'tee/tee.cjs': 'tee' })) {
      mkdirSync(join(root, 'out', path, '..'), { recursive: true });
      writeFileSync(join(root, 'out', path), text);
    }
    writeFileSync(join(root, 'package.json'), '{"version": "1.2.3"}');
    const digest = (text: string) => sm3(utf8ToBytes(text));
    const tee = bytesToHex(digest('tee'));

    expect(await buildConstants(root)).toEqual({
      __TEE_MEASUREMENT__: `"${tee}"`,
      __APP_VERSION__: '"1.2.3"',
    });

    await writeClientManifest(root);
    const parts = Object.entries(files)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([path, text]) => [lengthPrefixed(utf8ToBytes(path)), digest(text)]);
    expect(JSON.parse(readFileSync(join(root, 'out/client-manifest.json'), 'utf8'))).toEqual({
      client: bytesToHex(sm3(...parts)),
      tee,
      files: Object.fromEntries(
        Object.entries(files).map(([path, text]) => [path, bytesToHex(digest(text))]),
      ),
    });
  });
});
