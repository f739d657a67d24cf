// Packs for every other system and processor. Real here: the choice of files, integrity data, fuses, names, icons.
// Not possible here: a Mac's ad-hoc signature (`codesign`) and dmg (`hdiutil`), which exist only on a Mac; nsis (its UAC
// plugin), AppImage, fpm and zip, whose tools electron-builder fetches from GitHub. deb and rpm go up to fpm's door.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRawHeader } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Platform } from '../helpers/electron-stand-in.ts';
import { appFiles, filesBelow, filesInAsar, pack, root, sqliteFiles } from '../helpers/pack.ts';

const work = mkdtempSync(join(tmpdir(), 'airaccount-systems-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface System {
  readonly platform: Platform;
  readonly archs: readonly ('arm64' | 'x64')[];
  readonly settings?: readonly string[];
  /** Of the output, by processor. */
  readonly folders: Readonly<Record<string, string>>;
  readonly resources: string;
  readonly executable: string;
}

const SYSTEMS: readonly System[] = [
  {
    platform: 'linux',
    archs: ['arm64'],
    folders: { arm64: 'linux-arm64-unpacked' },
    resources: 'resources',
    executable: 'airaccount-desktop',
  },
  {
    platform: 'win32',
    archs: ['x64', 'arm64'],
    folders: { x64: 'win-unpacked', arm64: 'win-arm64-unpacked' },
    resources: 'resources',
    executable: 'AirAccount.exe',
  },
  {
    platform: 'darwin',
    archs: ['x64', 'arm64'],
    settings: ['electronFuses.resetAdHocDarwinSignature=false', 'mac.identity=null'],
    folders: { x64: 'mac', arm64: 'mac-arm64' },
    resources: 'AirAccount.app/Contents/Resources',
    executable: 'AirAccount.app',
  },
];

// On Windows electron-builder refuses to pack for a Mac.
const possible = SYSTEMS.filter(({ platform }) => platform !== 'darwin' || process.platform !== 'win32');

describe.each(possible)('packed for $platform', (system) => {
  const { platform, archs, folders, resources, executable, settings = [] } = system;
  let output = '';
  beforeAll(async () => {
    output = await pack({ work, platform, archs, settings });
  });

  it.each(archs)('%s: holds exactly the bundles and its own SQLite', (arch) => {
    const folder = join(output, folders[arch] ?? '', resources);
    expect(filesInAsar(join(folder, 'app.asar'))).toEqual(
      [...appFiles(), ...sqliteFiles(platform, arch)].sort(),
    );
    const binary = `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`;
    expect(filesBelow(join(folder, 'app.asar.unpacked'))).toEqual([binary]);
    expect(readFileSync(join(folder, 'app.asar.unpacked', binary))).toEqual(readFileSync(join(root, binary)));
  });

  it.each(archs)('%s: has its fuses set', async (arch) => {
    const wire = await getCurrentFuseWire(join(output, folders[arch] ?? '', executable));
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
    });
  });

  // Electron checks its archive on Windows and on a Mac.
  if (platform === 'linux') return;
  it.each(archs)('%s: carries the digest of its archive', async (arch) => {
    const folder = join(output, folders[arch] ?? '');
    const { headerString } = getRawHeader(join(folder, resources, 'app.asar'));
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(headerString));
    const carrier = platform === 'win32' ? executable : `${executable}/Contents/Info.plist`;
    expect(readFileSync(join(folder, carrier), 'latin1')).toContain(Buffer.from(digest).toString('hex'));
  });
});

describe.runIf(process.platform !== 'win32')('a package for Debian and for Red Hat', () => {
  it('is asked for with a maintainer, an address, icons of every size and a launcher that owns the window', async () => {
    // In the place of fpm, which comes from GitHub: it keeps what it was asked for, and the launcher.
    const tool = join(work, 'fpm');
    writeFileSync(
      tool,
      `#!/bin/sh
for argument in "$@"; do
  case "$previous" in --package) package="$argument";; esac
  case "$argument" in *.desktop) launcher="\${argument%%=*}";; esac
  previous="$argument"
done
{ printf '%s\\n' "$@"; cat "$launcher"; } > "$package"
`,
    );
    chmodSync(tool, 0o755);
    const output = await pack({
      work,
      platform: 'linux',
      archs: ['x64'],
      targets: ['deb', 'rpm'],
      env: { CUSTOM_FPM_PATH: tool },
    });
    for (const ending of ['amd64.deb', 'x86_64.rpm']) {
      const name = readdirSync(output).find((file) => file.endsWith(ending));
      const asked = readFileSync(join(output, name ?? `(no ${ending})`), 'utf8');
      expect(asked).toContain('--maintainer\nAirAccount founders\n');
      expect(asked).toContain('--url\nhttps://');
      for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
        expect(asked).toContain(`=/usr/share/icons/hicolor/${size}x${size}/apps/airaccount-desktop.png\n`);
      }
      expect(asked).toContain('=/usr/share/applications/airaccount-desktop.desktop\n');
      expect(asked).toContain('\nIcon=airaccount-desktop\n');
      expect(asked).toContain('\nStartupWMClass=airaccount-desktop\n');
    }
  });
});
