// A throw-away project with our own configuration and the files a test gives it, to show that a check bites.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');

const CONFIGURATION = [
  '.dependency-cruiser.cjs',
  '.gitignore',
  'biome.json',
  'knip.json',
  'package.json',
  'scripts/check/knip-reporter.ts',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'tsconfig.web.json',
];

export interface FixtureProject {
  readonly root: string;
  /** The given files, relative to the root, sorted. */
  readonly files: readonly string[];
  write(path: string, text: string): void;
  remove(): void;
}

export function fixtureProject(files: Readonly<Record<string, string>>): FixtureProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'airaccount-fixture-')));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const path of CONFIGURATION) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(join(project, path), join(root, path));
  }
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    root,
    files: Object.keys(files).sort(),
    write,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
