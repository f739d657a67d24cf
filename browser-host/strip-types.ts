// Our own TypeScript as JavaScript, for the places where Node does not load it itself: the page, and a
// forked process that should not spend its start on it.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/** `file` is relative to this folder. */
export function readStripped(file: string): string {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  // Node calls the function experimental on every start; the version is pinned, people need not read it.
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
