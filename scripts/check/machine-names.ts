// Nothing that belongs to one machine or one network gets into the project: folders of a person or a
// checkout, and hosts of a package registry (also not in the lock file, which must work with any).
import { readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { type Verdict, verdict } from './step.ts';

const BINARY = /\.(png|ico|icns|jpg|woff2?|db)$/;

/** Anybody's; tests of what a log must not say need an invented one. */
const PERSONAL = /(?<![\w.])\/(?:home|Users)\/\w|[A-Z]:\\{1,2}Users\\/;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/"resolved": "\w+:\/\//, 'a registry address'],
  [/\w+:\/\/(?:registry|npm|mirror)s?\.[\w-]+\./, 'a registry address'],
];

/** The checkout, the folder around it and the home folder, where they are more than "/" or a temporary folder. */
function foldersOf(root: string): string[] {
  return [root, dirname(root), homedir()].filter(
    (folder) => folder !== parse(folder).root && folder !== tmpdir(),
  );
}

/** True where `folder` begins a path, not where a longer path goes through a folder of that name. */
function mentions(line: string, folder: string): boolean {
  const before = line.split(`${folder}/`).slice(0, -1);
  return before.some((text) => !/[\w.-]$/.test(text));
}

function findProblem(file: string, line: string, folders: readonly string[]): string | undefined {
  if (folders.some((folder) => mentions(line, folder))) return "this machine's folders";
  if (!file.startsWith('test/') && PERSONAL.test(line)) return 'a personal folder';
  return PATTERNS.find(([pattern]) => pattern.test(line))?.[1];
}

export async function checkMachineNames(root: string, files: readonly string[]): Promise<Verdict> {
  const texts = files.filter((file) => !BINARY.test(file));
  const folders = foldersOf(root);
  const problems: string[] = [];
  for (const file of texts) {
    const lines = (await readFile(join(root, file), 'utf8')).split('\n');
    for (const [index, line] of lines.entries()) {
      const problem = findProblem(file, line, folders);
      if (problem !== undefined) problems.push(`${file}:${index + 1}: names ${problem}`);
    }
  }
  return verdict('machine names', texts.length, 'files', problems);
}
