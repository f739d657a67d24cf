// Measures the program of a client that connected to the local socket. Node cannot ask the system who is at the other
// end, so a client names its process and file, and on Linux /proc must bear it out. What a program of the same user
// can still pretend stands in docs/SECURITY.md: the client's key is what lets it in, its measurement only shows updates.
import { open, readFile, readlink, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { sm3 } from '../tee-sim/crypto/sm3.ts';
import { TeeError } from '../tee-sim/protocol/codes.ts';

export interface NamedProgram {
  readonly pid: number;
  /** Absolute path: the executable, or the script that it runs. */
  readonly program: string;
}

/** Main measures in one go: more would keep the window waiting. */
const MAX_PROGRAM_BYTES = 32 * 1_048_576;

/** SM3 of the program's file, 32 bytes. @throws ACCESS_DENIED client-proof (COMMS): not what it says, or too large */
export async function measurePeerProgram(named: NamedProgram): Promise<Uint8Array> {
  try {
    return await measureOwn(process.platform === 'linux' ? await confirmed(named) : absolute(named.program));
  } catch {
    throw new TeeError('ACCESS_DENIED', 'client-proof', 'COMMS');
  }
}

/** The file to measure, once this user's process of that number was started with it. */
async function confirmed({ pid, program }: NamedProgram): Promise<string> {
  const folder = `/proc/${pid}`;
  if ((await stat(folder)).uid !== process.getuid?.()) throw new Error('a process of somebody else');
  // The file that runs, even where another one has taken its name by now.
  if ((await readlink(`${folder}/exe`)) === program) return `${folder}/exe`;
  const [commandLine, directory] = await Promise.all([
    readFile(`${folder}/cmdline`, 'utf8'),
    readlink(`${folder}/cwd`),
  ]);
  // Its own name is not among them: an executable must be the one that runs.
  const startedWith = commandLine
    .split('\0')
    .slice(1)
    .map((argument) => resolve(directory, argument));
  if (!startedWith.includes(absolute(program))) throw new Error('started with something else');
  return program;
}

function absolute(program: string): string {
  if (!isAbsolute(program)) throw new Error('no absolute path');
  return program;
}

async function measureOwn(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > MAX_PROGRAM_BYTES)
      throw new Error('no program, or too large for one');
    return sm3(await file.readFile());
  } finally {
    await file.close();
  }
}
