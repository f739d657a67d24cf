// Runs electron-builder on the built bundles against a stand-in for Electron, and tells what it packed.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { listPackage } from '@electron/asar';
import { type Platform, writeElectronStandIn } from './electron-stand-in.ts';

export const root = resolve(import.meta.dirname, '../..');
export const run = promisify(execFile);
const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js');
const FLAGS = { darwin: '--mac', linux: '--linux', win32: '--win' } as const;

export interface Packing {
  /** Everything is written below it: the stand-in, and the output that is answered. */
  readonly work: string;
  readonly platform: Platform;
  readonly archs: readonly ('arm64' | 'x64')[];
  readonly config?: string;
  readonly targets?: readonly string[];
  /** `-c.` overrides. */
  readonly settings?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Answers the folder of the output; `linux-unpacked` and the like lie in it. */
export async function pack({
  work,
  platform,
  archs,
  targets = ['dir'],
  ...options
}: Packing): Promise<string> {
  const config = options.config ?? 'electron-builder.yml';
  const electron = join(work, `electron-${platform}`);
  const output = join(work, `${config}-${platform}`);
  mkdirSync(work, { recursive: true });
  writeElectronStandIn(electron, platform);
  const args = [FLAGS[platform], ...targets, ...archs.map((arch) => `--${arch}`)];
  const settings = [`electronDist=${electron}`, `directories.output=${output}`, ...(options.settings ?? [])];
  const overrides = settings.map((setting) => `-c.${setting}`);
  await run(process.execPath, [builder, ...args, '--config', config, '--publish', 'never', ...overrides], {
    cwd: root,
    env: { ...process.env, ...options.env },
  });
  return output;
}

/** Files below a folder, sorted, with forward slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1).replaceAll('\\', '/'))
    .sort();
}

/** Files that an archive lists, those among them that lie beside it. */
export function filesInAsar(asar: string): string[] {
  const paths = listPackage(asar, { isPack: false }).map((path) => path.slice(1).replaceAll('\\', '/'));
  const folders = new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  return paths.filter((path) => !folders.has(path)).sort();
}

/** What better-sqlite3 needs to run, exactly, and nothing that it carries beside: sources, other systems' binaries. */
export function sqliteFiles(platform: Platform, arch: string): string[] {
  const lib = ['binding', 'database', 'index', 'sqlite-error', 'util'];
  const methods = [
    ...['aggregate', 'backup', 'explain', 'function', 'inspect', 'pragma', 'serialize', 'table'],
    ...['transaction', 'wrappers'],
  ];
  return [
    'LICENSE',
    'package.json',
    ...lib.map((name) => `lib/${name}.js`),
    ...methods.map((name) => `lib/methods/${name}.js`),
    `prebuilds/${platform}-${arch}.node`,
  ]
    .map((file) => `node_modules/better-sqlite3/${file}`)
    .sort();
}

/** The app's own files, exactly: what the build wrote, and the window's icon. */
export function appFiles(): string[] {
  const built = ['main', 'preload', 'renderer', 'tee'].flatMap((part) =>
    filesBelow(join(root, 'out', part)).map((file) => `out/${part}/${file}`),
  );
  return [...built, 'out/client-manifest.json', 'package.json', 'resources/icons/256x256.png'].sort();
}
