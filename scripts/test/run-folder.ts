// One run's own temporary folder: what a test forgets there is seen, counts as a failure, and goes with the run.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOTHING, type Tally } from './tally.ts';

/** Of every folder that product or tests make; what else lies there the tools keep for themselves. */
const OURS = /^airaccount-/;
/** Where each system's programs look for it. */
const VARIABLES = ['TMPDIR', 'TMP', 'TEMP'];

/** Every process started from now on has its temporary files in it; it is removed when this one ends. */
export function enterRunFolder(): string {
  // Short: the address of a socket must fit into some hundred characters.
  const folder = mkdtempSync(join(tmpdir(), 'aa-'));
  // Another user may pass through, not look: some tests are one, in a folder of theirs.
  chmodSync(folder, 0o711);
  for (const name of VARIABLES) process.env[name] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Says what tests left in the folder. */
export function tallyLeftovers(folder: string): Tally {
  const names = readdirSync(folder).filter((name) => OURS.test(name));
  for (const name of names) console.log(`left behind: ${name}`);
  return names.length === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
}
