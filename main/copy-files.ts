// Copies the TEE's files as they are, still encrypted, when the TEE cannot be started to do it itself.
import { constants, copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TeeError } from '../tee-sim/protocol/codes.ts';

/** The regular files of one folder; nothing is overwritten. @throws STORAGE_NOT_AVAILABLE · NO_DATA none there */
export async function copyFiles(fromDir: string, toDir: string): Promise<string[]> {
  const entries = await readdir(fromDir, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  if (names.length === 0) throw new TeeError('NO_DATA', undefined, 'COMMS');
  try {
    await mkdir(toDir, { recursive: true, mode: 0o700 });
    for (const name of names) await copyFile(join(fromDir, name), join(toDir, name), constants.COPYFILE_EXCL);
  } catch {
    throw new TeeError('STORAGE_NOT_AVAILABLE', 'folder-not-writable', 'COMMS');
  }
  return names;
}
