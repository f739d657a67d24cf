// Packs the built bundles with electron-builder against a stand-in for Electron, looks into the result and runs it.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../renderer/i18n/en.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { writeElectronStandIn } from '../helpers/electron-stand-in.ts';
import { startApp } from '../helpers/running-app.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const work = mkdtempSync(join(tmpdir(), 'airaccount-packaging-'));
const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js');

/** Runs electron-builder's `dir` target with a configuration of ours; answers the folder of the packed app. */
async function pack(config: string): Promise<string> {
  const output = join(work, config);
  const args = ['--linux', 'dir', '--x64', '--config', config, '--publish', 'never'];
  const settings = [`-c.electronDist=${join(work, 'electron')}`, `-c.directories.output=${output}`];
  await run(process.execPath, [builder, ...args, ...settings], { cwd: root });
  return join(output, 'linux-unpacked');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1))
    .sort();
}

let app = '';
beforeAll(async () => {
  await run(process.execPath, ['scripts/licences.ts'], { cwd: root });
  writeElectronStandIn(join(work, 'electron'));
  app = await pack('electron-builder.yml');
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('the packed app', () => {
  it('holds exactly the built bundles, and what SQLite needs', () => {
    const packed = listPackage(join(app, 'resources/app.asar'), { isPack: false }).map((path) =>
      path.slice(1).replaceAll('\\', '/'),
    );
    const folders = new Set(packed.map((path) => path.slice(0, path.lastIndexOf('/'))));
    const files = packed.filter((path) => !folders.has(path));
    const ours = files.filter((path) => !path.startsWith('node_modules/'));
    const built = ['main', 'preload', 'renderer', 'tee'].flatMap((part) =>
      filesBelow(join(root, 'out', part)).map((file) => `out/${part}/${file}`),
    );
    expect(built.length).toBeGreaterThan(5);
    expect(ours.sort()).toEqual([...built, 'out/client-manifest.json', 'package.json'].sort());
    const theirs = files.filter((path) => path.startsWith('node_modules/'));
    expect(theirs.every((path) => path.startsWith('node_modules/better-sqlite3/'))).toBe(true);
    expect(files.filter((path) => /\.(map|ts|tsx|md|c|h|gyp)$/.test(path))).toEqual([]);
  });

  it('unpacks one prebuilt SQLite, without sources and foreign ones', () => {
    const unpacked = filesBelow(join(app, 'resources/app.asar.unpacked'));
    expect(unpacked.filter((file) => file.endsWith('.node'))).toEqual([
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]);
    expect(unpacked.filter((file) => /\/(src|deps)\//.test(file))).toEqual([]);
  });

  it('names no development dependency and no script', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(manifest).toHaveProperty('devDependencies.vitest');
    const asar = readFileSync(join(app, 'resources/app.asar'), 'utf8');
    expect(asar).not.toContain('"devDependencies"');
  });

  it('has every fuse as set', async () => {
    const wire = await getCurrentFuseWire(join(app, 'airaccount-desktop'));
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
      [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
    });
  });

  it('keeps the two languages, the licences and the SBOM', () => {
    expect(readdirSync(join(app, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak']);
    expect(filesBelow(join(app, 'resources/licences'))).toEqual(['THIRD-PARTY.txt', 'sbom.cdx.json']);
    const sbom = readFileSync(join(app, 'resources/licences/sbom.cdx.json'), 'utf8');
    expect(sbom).toContain('better-sqlite3');
    expect(sbom).not.toContain('vitest');
  });
});

// What is packed here is for Linux on x64, SQLite's binary with it.
const canRun = process.platform === 'linux' && process.arch === 'x64';

describe.runIf(canRun)('the packed bundles, extracted', () => {
  let browser: Promise<Browser> | undefined;
  afterAll(async () => (await browser)?.close());

  it('boot, attest and answer', async () => {
    const appDir = join(work, 'extracted');
    extractAll(join(app, 'resources/app.asar'), appDir);
    const masterKeyFile = join(work, 'master.key');
    writeFileSync(masterKeyFile, randomBytes(32).toString('hex'), { mode: 0o600 });
    browser = launchChromium();
    const running = await startApp({
      appDir,
      env: { AIRACCOUNT_USER_DATA: join(work, 'user-data'), DB_MASTER_KEY_FILE: masterKeyFile },
      browser: () => browser ?? launchChromium(),
    });
    try {
      const { page } = running;
      await page.getByRole('textbox', { name: en.assess.recipient, exact: true }).fill(`0x${'1'.repeat(40)}`);
      await page.getByRole('textbox', { name: en.assess.amount, exact: true }).fill('1');
      await page.getByRole('button', { name: en.assess.submit, exact: true }).click();
      await page.getByText(en.assess.verified, { exact: true }).waitFor();
    } finally {
      await running.stop();
    }
  });
});

describe('the QA flavour', () => {
  it('differs in the one fuse that lets a test attach', async () => {
    const qa = await pack('electron-builder.qa.yml');
    const [ours, theirs] = await Promise.all([
      getCurrentFuseWire(join(app, 'airaccount-desktop')),
      getCurrentFuseWire(join(qa, 'airaccount-desktop')),
    ]);
    expect(theirs).toEqual({ ...ours, [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.ENABLE });
  });
});
