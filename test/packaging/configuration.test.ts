// What is promised of installers that cannot be made here, and that electron-builder's own schema accepts all of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration, Packager } from 'electron-builder';
import { describe, expect, it } from 'vitest';
import { root } from '../helpers/pack.ts';

/** The whole configuration, as electron-builder merges and validates it before it does anything. */
async function validated(config: string | Configuration): Promise<Configuration> {
  const packager = new Packager({ projectDir: root, config });
  await packager.validateConfig();
  return packager.config;
}

const BOTH = ['x64', 'arm64'];

describe.each(['electron-builder.yml', 'electron-builder.qa.yml'])('%s', (file) => {
  it('is accepted, for every system', async () => {
    const config = await validated(file);
    const targets = (names: readonly string[]): object[] => names.map((target) => ({ target, arch: BOTH }));
    expect(config.win?.target).toEqual(targets(['nsis', 'zip']));
    expect(config.mac?.target).toEqual(targets(['dmg', 'zip']));
    expect(config.linux?.target).toEqual(targets(['AppImage', 'deb', 'rpm', 'zip']));
  });

  it('installs on Windows for one person, in two languages, and leaves data alone', async () => {
    expect((await validated(file)).nsis).toMatchObject({
      perMachine: false,
      allowElevation: false,
      multiLanguageInstaller: true,
      installerLanguages: ['en_US', 'zh_CN'],
      deleteAppDataOnUninstall: false,
    });
  });

  it('does not ask on Windows for whom it installs', async () => {
    // By these names electron-builder includes it, and its installer asks it.
    expect((await validated(file)).directories?.buildResources).toBe('resources');
    const script = readFileSync(join(root, 'resources/installer.nsh'), 'utf8');
    expect(script).toMatch(/!macro customInstallMode\n\s+StrCpy \$isForceCurrentInstall "1"\n!macroend/);
  });

  it('publishes nothing and keeps the two languages', async () => {
    const config = await validated(file);
    expect(config.publish).toBeNull();
    expect(config.electronLanguages).toEqual(['en', 'en-US', 'zh-CN']);
  });
});

describe('the validation', () => {
  it.each<[string, object]>([
    ['nsis', { nsis: { onceClick: true } }],
    ['mac', { mac: { target: [{ target: 'dmg', arch: ['mips'] }] } }],
    ['linux', { linux: { synopsys: '' } }],
    ['electronFuses', { electronFuses: { runAsNode: 'no' } }],
  ])('refuses what is no option of %s', async (_, wrong) => {
    const config = { extends: 'electron-builder.yml', ...wrong };
    await expect(validated(config)).rejects.toThrow('Invalid configuration object');
  });
});

describe('the release workflow', () => {
  it('packs for every system and processor, and uploads every kind of installer', () => {
    const workflow = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8');
    for (const system of ['linux', 'win', 'mac']) expect(workflow).toContain(`--${system} --x64 --arm64`);
    for (const ending of ['exe', 'dmg', 'zip', 'AppImage', 'deb', 'rpm']) {
      expect(workflow).toContain(`dist/*.${ending}\n`);
    }
  });
});
