import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, mkdtemp, realpath, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { measureFile } from '../../../main/measure.ts';
import { measurePeerProgram } from '../../../main/peer-program.ts';

const refused = { code: 'ACCESS_DENIED', reason: 'client-proof' };
let folder: string;
let script: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'airaccount-peer-')));
  script = join(folder, 'reader.mjs');
  await writeFile(script, 'process.stdout.write("up"); setInterval(() => undefined, 1_000);');
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** A process that runs, by its number. */
async function run(command: string, args: string[], cwd = folder): Promise<number> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout?.once('data', resolve);
  });
  return child.pid ?? 0;
}

describe.runIf(process.platform === 'linux')('measuring who connected', () => {
  it('measures the script that the process was started with', async () => {
    const pid = await run(process.execPath, [script]);
    expect(await measurePeerProgram({ pid, program: script })).toEqual(await measureFile(script));
  });

  it('finds a script that was named relative to its folder', async () => {
    const pid = await run(process.execPath, ['./reader.mjs']);
    expect(await measurePeerProgram({ pid, program: script })).toEqual(await measureFile(script));
  });

  it('measures the executable that runs, and refuses another one that took its name', async () => {
    const own = join(folder, 'own-shell');
    await copyFile('/bin/sh', own);
    const measured = await measureFile(own);
    const pid = await run(own, ['-c', 'echo up; sleep 60; true']);
    await expect(measurePeerProgram({ pid, program: own })).resolves.toEqual(measured);
    await rm(own);
    await writeFile(own, 'something else');
    await expect(measurePeerProgram({ pid, program: own })).rejects.toMatchObject(refused);
  });

  it('refuses a file that the process was not started with', async () => {
    const pid = await run(process.execPath, [script]);
    const other = join(folder, 'other.mjs');
    await writeFile(other, 'honest');
    await expect(measurePeerProgram({ pid, program: other })).rejects.toMatchObject(refused);
  });

  it('refuses a process that there is not, a file that there is not, and a path that could be any', async () => {
    const pid = await run(process.execPath, [script]);
    const ended = await run(process.execPath, ['-e', 'process.stdout.write("up")']);
    await new Promise((resolve) => children.at(-1)?.once('exit', resolve));
    for (const named of [
      { pid: ended, program: script },
      { pid, program: join(folder, 'nothing') },
      { pid, program: 'reader.mjs' },
      { pid, program: folder },
      { pid, program: '' },
    ]) {
      await expect(measurePeerProgram(named)).rejects.toMatchObject(refused);
    }
  });

  it('does not read what is too large for a program, nor what is no file', async () => {
    const large = join(folder, 'large');
    await writeFile(large, '');
    await truncate(large, 33 * 1_048_576);
    const pid = await run(process.execPath, [script, large, '/dev/zero']);
    for (const program of [large, '/dev/zero']) {
      await expect(measurePeerProgram({ pid, program })).rejects.toMatchObject(refused);
    }
  });

  it.runIf(process.getuid?.() !== 0)("refuses somebody else's process", async () => {
    await expect(measurePeerProgram({ pid: 1, program: '/sbin/init' })).rejects.toMatchObject(refused);
  });
});
