// What happens to the TEE's process behind the app's back: it hangs, or it dies and the next one is slow to start.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningApp } from '../helpers/running-app.ts';

/** The one TEE process of the app. */
export async function teePid(app: RunningApp): Promise<number> {
  const [pid] = await app.utilityPids();
  if (pid === undefined) throw new Error('no TEE process');
  return pid;
}

/** Holds the TEE still while `look` runs, as a machine does that has stopped answering. */
export async function whileTeeHangs(app: RunningApp, look: () => Promise<void>): Promise<void> {
  const pid = await teePid(app);
  process.kill(pid, 'SIGSTOP');
  try {
    await look();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** Kills the TEE and holds the next one, before it has booted, while `look` runs. */
export async function whileTeeStarts(app: RunningApp, look: () => Promise<void>): Promise<void> {
  const killed = await teePid(app);
  process.kill(killed, 'SIGKILL');
  const next = await nextPid(app, killed);
  process.kill(next, 'SIGSTOP');
  try {
    await look();
  } finally {
    process.kill(next, 'SIGCONT');
  }
}

/** Kills five in a row, so that the next one is waited for some seconds: each restart waits twice as long (tee-driver). */
export async function killUntilItIsWaitedFor(app: RunningApp): Promise<void> {
  let pid = await teePid(app);
  for (let kills = 1; ; kills += 1) {
    process.kill(pid, 'SIGKILL');
    if (kills === 5) return;
    pid = await nextPid(app, pid);
  }
}

async function nextPid(app: RunningApp, before: number): Promise<number> {
  const givesUpAtMs = performance.now() + 20_000;
  while (performance.now() < givesUpAtMs) {
    const next = (await app.utilityPids()).find((pid) => pid !== before);
    if (next !== undefined && runsOnItsOwn(app, next)) return next;
    await sleep(1);
  }
  throw new Error('the TEE was not started again');
}

/** Forked, but not yet another program, a process has the command line of its parent, which waits: held now, both hang. */
function runsOnItsOwn(app: RunningApp, pid: number): boolean {
  if (process.platform !== 'linux') return true;
  const commandLine = (of: number): string => readFileSync(`/proc/${of}/cmdline`, 'utf8');
  try {
    return commandLine(pid) !== commandLine(app.pid);
  } catch {
    // Gone meanwhile.
    return false;
  }
}
