// Decides whether a part's output still belongs to its sources, by the content of both.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Files and folders relative to the root that a part reads, and those that it writes. */
export interface Stampable {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

const STAMPS = 'out/.stamps';

/** Files below the given files and folders that exist, as sorted paths relative to `root` with forward slashes. */
export async function listFiles(root: string, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const full = join(root, path);
    if (!existsSync(full)) continue;
    if ((await stat(full)).isFile()) {
      found.push(full);
      continue;
    }
    const entries = await readdir(full, { recursive: true, withFileTypes: true });
    found.push(
      ...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
    );
  }
  return found.map((file) => relative(root, file).replaceAll(sep, '/')).sort();
}

async function digest(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await listFiles(root, paths)) {
    const bytes = await readFile(join(root, path));
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

async function stampText(root: string, part: Stampable): Promise<string> {
  const [inputs, outputs] = [await digest(root, part.inputs), await digest(root, part.outputs)];
  return JSON.stringify({ inputs, outputs });
}

/** True when neither sources nor outputs changed since the part was stamped. */
export async function isCurrent(root: string, part: Stampable): Promise<boolean> {
  const file = join(root, STAMPS, `${part.name}.json`);
  return existsSync(file) && (await readFile(file, 'utf8')) === (await stampText(root, part));
}

export async function stamp(root: string, part: Stampable): Promise<void> {
  await mkdir(join(root, STAMPS), { recursive: true });
  await writeFile(join(root, STAMPS, `${part.name}.json`), await stampText(root, part));
}
