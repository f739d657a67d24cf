// How product files are named and opened: kebab-case, no drawers for odds and ends, a comment first, ≤ 300 lines.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isProduct, isTypeScript } from './source-files.ts';
import { type Verdict, verdict } from './step.ts';

const MAX_LINES = 300;
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|config|d|setup|vite\.config))?\.tsx?$/;
const DRAWERS = /^(utils?|helpers?|misc|common)\.tsx?$/;

function problemsOf(file: string, text: string): string[] {
  const name = basename(file);
  const problems: string[] = [];
  if (!NAME.test(name)) problems.push('name is not kebab-case');
  if (!isProduct(file)) return problems;
  if (DRAWERS.test(name)) problems.push('name says nothing about what is inside');
  if (!/^\/[/*]/.test(text)) problems.push('does not open with a comment on what it owns');
  if (text.split('\n').length - 1 > MAX_LINES) problems.push(`longer than ${MAX_LINES} lines`);
  return problems;
}

export async function checkFileStyle(root: string, files: readonly string[]): Promise<Verdict> {
  const sources = files.filter(isTypeScript);
  const problems: string[] = [];
  for (const file of sources) {
    const found = problemsOf(file, await readFile(join(root, file), 'utf8'));
    problems.push(...found.map((problem) => `${file}: ${problem}`));
  }
  return verdict('file style', sources.length, 'sources', problems);
}
