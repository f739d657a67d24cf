// Replaces a small file so that after a crash either the old or the new one is there, whole and durable.
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** tmp → fsync → rename → fsync of the folder. Throws the system's error; the old file then still stands. */
export function replaceFileDurably(folder: string, name: string, bytes: Uint8Array): void {
  const target = join(folder, name);
  const temporary = `${target}.tmp`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    if (writeSync(file, bytes) !== bytes.length) throw Object.assign(new Error(), SHORT_WRITE);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameDurably(folder, temporary, target);
}

/** A short write to a regular file means that the disk is full. */
const SHORT_WRITE = { code: 'ENOSPC', syscall: 'write' };

export function renameDurably(folder: string, from: string, to: string): void {
  renameSync(from, to);
  // Windows cannot fsync a folder; flushing the renamed file there flushes the journal that holds the rename.
  const onWindows = process.platform === 'win32';
  const handle = openSync(onWindows ? to : folder, onWindows ? 'r+' : 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export function readFileIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
