// Which files belong to the project: what git tracks, and what it would track if it were added.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Folders whose code runs in the product. */
export const PRODUCT_FOLDERS = ['browser-host', 'cli', 'main', 'preload', 'renderer', 'tee-sim'] as const;

/** Paths relative to `root`, with forward slashes, sorted. */
export async function projectFiles(root: string): Promise<string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await run('git', args, { cwd: root, maxBuffer: 1 << 26 });
  const files = stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  return [...new Set(files)].sort();
}

export function isTypeScript(path: string): boolean {
  return /\.tsx?$/.test(path);
}

export function isProduct(path: string): boolean {
  return PRODUCT_FOLDERS.some((folder) => path.startsWith(`${folder}/`));
}
