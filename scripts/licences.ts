// Writes what the installers carry beside the app: third-party licences and an SBOM of what is shipped.
// Shipped is what package-lock.json lists as neither dev nor optional.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TARGET = join('out', 'licences');
const LICENCE_FILE = /^(licen[cs]e|copying|ofl)([._-].*)?$/i;

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

/** The shipped packages of a lock file, by their folder. */
export function shippedPackages(lock: { packages: Record<string, LockEntry> }): [string, LockEntry][] {
  return Object.entries(lock.packages).filter(
    ([folder, entry]) => folder !== '' && !entry.dev && !entry.optional && !entry.devOptional,
  );
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => LICENCE_FILE.test(name));
  return file === undefined
    ? '(the package carries no licence file)'
    : readFileSync(join(folder, file), 'utf8');
}

function writeLicences(): number {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Parameters<typeof shippedPackages>[0];
  const packages = shippedPackages(lock);
  const chapters = packages.map(([folder, entry]) => {
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return `${name} ${entry.version} (${entry.license ?? 'licence not stated'})\n\n${licenceText(folder).trim()}\n`;
  });
  writeFileSync(join(TARGET, 'THIRD-PARTY.txt'), chapters.join(`\n${'-'.repeat(80)}\n\n`));
  return packages.length;
}

function writeSbom(): void {
  const args = [
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--omit',
    'dev',
    '--omit',
    'optional',
    '--package-lock-only',
  ];
  const { status, stdout } = spawnSync('npm', args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error('npm sbom failed');
  writeFileSync(join(TARGET, 'sbom.cdx.json'), stdout);
}

if (import.meta.main) {
  mkdirSync(TARGET, { recursive: true });
  const count = writeLicences();
  if (count === 0) throw new Error('no shipped package found: the lock file is not as expected');
  writeSbom();
  console.log(`licences: ${count} packages`);
}
