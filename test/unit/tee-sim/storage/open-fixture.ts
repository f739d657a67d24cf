// Folders that a crash left behind, and processes that hold one open.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import {
  appendRows,
  copyFolder,
  freshFolder,
  MASTER_KEY,
  openAt,
  refusal,
  snapshot,
} from './storage-fixture.ts';

const children = new Set<ChildProcess>();

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

const CHILD = join(import.meta.dirname, 'storage-child.ts');
export const childArgs = (mode: string, folder: string) => [CHILD, mode, folder, bytesToHex(MASTER_KEY)];

/** Starts a child and resolves with its output once `until` is in it; kills it then when `kill` says so. */
export async function startChild(mode: string, folder: string, until: string, kill = false): Promise<string> {
  const child = spawn(process.execPath, childArgs(mode, folder));
  children.add(child);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output += data;
      if (output.includes(until)) resolve();
    });
    child.on('exit', () => reject(new Error(output)));
  });
  if (!kill) return output;
  const exited = new Promise((resolve) => child.removeAllListeners('exit').on('close', resolve));
  child.kill('SIGKILL');
  await exited;
  return output;
}

/** A folder with `rows` rows, closed; state in every table that has some. */
export function folderWithRows(rows: number): string {
  const folder = freshFolder();
  const storage = openAt(folder);
  appendRows(storage, rows, (tx, n) => tx.put('operations', `${n % 5}`, 'u', Uint8Array.of(n)));
  storage.close();
  return folder;
}

/** A folder whose last rows are still in the write-ahead log, as a crash leaves it. */
export function crashedFolder(rows: number): string {
  const folder = freshFolder();
  const storage = openAt(folder);
  appendRows(storage, rows);
  const copy = copyFolder(folder);
  storage.close();
  expect(readFileSync(join(copy, 'airaccount.db-wal')).length).toBeGreaterThan(0);
  return copy;
}

export function expectUntouched(folder: string, answer: string, options = {}): void {
  const before = snapshot(folder);
  expect(refusal(() => openAt(folder, options))).toBe(answer);
  expect(snapshot(folder)).toEqual(before);
}
