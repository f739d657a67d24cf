// Packs the built bundles with electron-builder against a stand-in for Electron, looks into the result and runs it.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, extractFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../renderer/i18n/en.ts';
import { setUpDevice } from '../e2e/owner.ts';
import { goTo } from '../e2e/person.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { appFiles, filesBelow, filesInAsar, pack, root, run, sqliteFiles } from '../helpers/pack.ts';
import { startApp } from '../helpers/running-app.ts';

const work = mkdtempSync(join(tmpdir(), 'airaccount-packaging-'));

async function packForLinux(config: string): Promise<string> {
  return join(await pack({ work, platform: 'linux', archs: ['x64'], config }), 'linux-unpacked');
}

let app = '';
beforeAll(async () => {
  await run(process.execPath, ['scripts/licences.ts'], { cwd: root });
  app = await packForLinux('electron-builder.yml');
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('the packed app', () => {
  it('holds exactly the built bundles, the icon, and what SQLite needs', () => {
    expect(appFiles().length).toBeGreaterThan(8);
    expect(filesInAsar(join(app, 'resources/app.asar'))).toEqual(
      [...appFiles(), ...sqliteFiles('linux', 'x64')].sort(),
    );
  });

  it('leaves nothing outside its archive but one prebuilt SQLite', () => {
    expect(filesBelow(join(app, 'resources/app.asar.unpacked'))).toEqual([
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]);
  });

  it('brings the icon that its window names', () => {
    const asar = join(app, 'resources/app.asar');
    const main = extractFile(asar, 'out/main/index.js').toString('utf8');
    // Main resolves it against the folder of the bundles.
    const named = /["'`]\.\.\/(resources\/[^"'`]+)/.exec(main)?.[1] ?? '(none)';
    expect(extractFile(asar, named)).toEqual(readFileSync(join(root, 'resources/icons/256x256.png')));
  });

  it('names no development dependency and no script', () => {
    const ours: object = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const asar = join(app, 'resources/app.asar');
    const packed: object = JSON.parse(extractFile(asar, 'package.json').toString('utf8'));
    const added = ['desktopName', 'homepage'];
    const kept = Object.keys(ours).filter((name) => name !== 'devDependencies' && name !== 'scripts');
    expect(kept.length).toBe(Object.keys(ours).length - 2);
    expect(Object.keys(packed).sort()).toEqual([...kept, ...added].sort());
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
      await setUpDevice(page);
      await goTo(page, 'assess');
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
  it('differs in the one fuse that lets a test attach, and in its name', async () => {
    const qa = await packForLinux('electron-builder.qa.yml');
    const [ours, theirs] = await Promise.all([
      getCurrentFuseWire(join(app, 'airaccount-desktop')),
      getCurrentFuseWire(join(qa, 'airaccount-desktop-qa')),
    ]);
    expect(theirs).toEqual({ ...ours, [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.ENABLE });
    // Electron names the folder of its data after it.
    const asar = join(qa, 'resources/app.asar');
    expect(JSON.parse(extractFile(asar, 'package.json').toString('utf8'))).toMatchObject({
      productName: 'AirAccount QA',
    });
  });
});
