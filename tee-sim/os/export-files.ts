// Copies the database's files as they are, for a person whose TEE cannot open them. Opens and changes none.
import { constants, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TeeError } from '../protocol/codes.ts';
import { refusal } from './refusals.ts';

/**
 * Copies every plain file of `dataDir` into `targetDir`, which is made when it is missing; never over another
 * file. Returns the names.
 * @throws STORAGE_NOT_AVAILABLE folder-not-writable · STORAGE_NO_SPACE disk-full · ACCESS_CONFLICT when a file
 * of that name is there already (all origin TEE)
 */
export function exportFiles(dataDir: string, targetDir: string): string[] {
  try {
    mkdirSync(targetDir, { recursive: true });
    const files = readdirSync(dataDir, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
    for (const name of files) {
      copyFileSync(join(dataDir, name), join(targetDir, name), constants.COPYFILE_EXCL);
    }
    return files;
  } catch (error) {
    throw failureOf(error instanceof Error && 'code' in error ? error.code : undefined);
  }
}

function failureOf(code: unknown): TeeError {
  if (code === 'EEXIST') return refusal('export-exists');
  if (code === 'ENOSPC') return refusal('export-disk-full');
  return refusal('export-not-possible');
}
