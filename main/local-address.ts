// Where the app's local socket is: in a folder that only this user can enter. Shared with the command line.
import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { sm3 } from '../tee-sim/crypto/sm3.ts';
import { bytesToHex, utf8ToBytes } from '../tee-sim/protocol/bytes.ts';

/** A named pipe on Windows, where Node's pipes can be written to by their own user (and administrators) only. */
export function localAddress(userDataDir: string): string {
  const folder = resolve(userDataDir);
  if (process.platform !== 'win32') return join(folder, 'local', 'client.sock');
  const name = bytesToHex(sm3(utf8ToBytes(folder.toLowerCase()))).slice(0, 32);
  return String.raw`\\.\pipe\airaccount-${name}`;
}

/**
 * Makes the folder private, and takes away what an earlier run left; this app is the only one on its data folder.
 * @throws Error when the folder is not this user's own
 */
export async function prepareAddress(address: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = dirname(address);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error('not a folder of this user');
  await chmod(folder, 0o700);
  await rm(address, { force: true });
}
