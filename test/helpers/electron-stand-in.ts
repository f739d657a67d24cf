// Folders that electron-builder takes for Electron's distributions: they hold no Electron, only what packaging
// touches (the executable's fuse wire, the locales, an executable's resources, an app bundle's Info.plist).
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FuseState } from '@electron/fuses/dist/constants.js';

/** As Node names them. */
export type Platform = 'darwin' | 'linux' | 'win32';

/** What marks the fuse wire in Electron's executable. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;
const LANGUAGES = ['en-US', 'zh-CN', 'de', 'fr'];

/** Fuse wire, version 1: `sentinel ‖ 01 ‖ count ‖ state…`. Every fuse starts enabled, so that each `off` is our doing. */
const binary = Buffer.concat([
  Buffer.alloc(4_096),
  Buffer.from(SENTINEL),
  Buffer.of(1, FUSES),
  Buffer.alloc(FUSES, FuseState.ENABLE),
  Buffer.alloc(4_096),
]);

export function writeElectronStandIn(folder: string, platform: Platform): void {
  if (platform === 'darwin') writeMacApp(join(folder, 'Electron.app', 'Contents'));
  else {
    mkdirSync(join(folder, 'resources'), { recursive: true });
    for (const language of LANGUAGES) write(join(folder, 'locales', `${language}.pak`), language);
    if (platform === 'linux') write(join(folder, 'electron'), binary);
    else write(join(folder, 'electron.exe'), windowsExecutable());
  }
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: 0o755 });
}

interface ResourceEditor {
  readonly NtExecutable: { createEmpty(is32Bit: boolean, isDll: boolean): { generate(): ArrayBuffer } };
  readonly NtExecutableResource: {
    from(executable: object): { entries: object[]; outputResource(executable: object): void };
  };
  readonly Resource: {
    readonly VersionInfo: {
      create(content: object): { outputToResourceEntries(entries: object[]): void };
    };
  };
}

/** An executable without code: the version that electron-builder writes over, and the wire as one more resource. */
function windowsExecutable(): Buffer {
  // The packer's own editor, which nothing of ours depends on otherwise.
  const packer = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  const editor: ResourceEditor = createRequire(packer.resolve('app-builder-lib'))('resedit');
  const executable = editor.NtExecutable.createEmpty(false, false);
  const resource = editor.NtExecutableResource.from(executable);
  const language = { lang: 0x0409, codepage: 1_200 };
  editor.Resource.VersionInfo.create({
    lang: language.lang,
    fixedInfo: {},
    strings: [{ ...language, values: { ProductName: 'Electron' } }],
  }).outputToResourceEntries(resource.entries);
  resource.entries.push({ type: 'STANDIN', id: 1, ...language, bin: new Uint8Array(binary).buffer });
  resource.outputResource(executable);
  return Buffer.from(executable.generate());
}

function writeMacApp(contents: string): void {
  const frameworks = join(contents, 'Frameworks');
  const helper = join(frameworks, 'Electron Helper.app', 'Contents');
  const framework = join(frameworks, 'Electron Framework.framework');
  write(join(contents, 'MacOS', 'Electron'), '');
  write(join(contents, 'Info.plist'), infoPlist('Electron'));
  write(join(helper, 'MacOS', 'Electron Helper'), '');
  write(join(helper, 'Info.plist'), infoPlist('Electron Helper'));
  write(join(framework, 'Electron Framework'), binary);
  for (const language of ['en', 'zh_CN', 'de', 'fr']) {
    for (const resources of [join(contents, 'Resources'), join(framework, 'Versions/A/Resources')]) {
      write(join(resources, `${language}.lproj`, 'locale.pak'), language);
    }
  }
}

function infoPlist(executable: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${executable}</string></dict></plist>
`;
}
