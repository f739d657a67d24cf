// Replaces a file so that a crash leaves the old content or the new one, never half of it.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** In a folder of our own, made when it is missing; durable when it resolves. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await replaceThrough(path, text, `${path}.new`, 'w');
  // Windows has no such thing as syncing a folder.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

/**
 * Writes `temporary`, of the same folder and for its owner only, and puts it in place of `path`. With flag `wx`
 * nothing that already has the temporary's name is touched. After a failure the temporary is gone.
 */
export async function replaceThrough(
  path: string,
  text: string,
  temporary: string,
  flag: 'w' | 'wx',
): Promise<void> {
  const file = await open(temporary, flag, 0o600);
  try {
    await file
      .writeFile(text)
      .then(() => file.sync())
      .finally(() => file.close());
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
