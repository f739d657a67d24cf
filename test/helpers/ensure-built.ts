// Brings bundles up to date before a test runs them: no test ever runs against yesterday's build.
import { execFile } from 'node:child_process';
import { mkdir, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export const ROOT = resolve(import.meta.dirname, '../..');
const lock = join(ROOT, 'out/.building');
const LOCK_TRIES = 600;
const RETRY_MS = 100;

const ready = new Map<string, Promise<void>>();

/** Once per part and test worker; workers take turns, and all but the first find nothing to build. */
export function ensureBuilt(part: 'tee' | 'app' | 'cli'): Promise<void> {
  const running = ready.get(part) ?? build(part);
  ready.set(part, running);
  return running;
}

async function build(part: string): Promise<void> {
  await takeLock();
  try {
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/build.ts'), part], { cwd: ROOT });
  } finally {
    await rmdir(lock);
  }
}

async function takeLock(): Promise<void> {
  await mkdir(join(ROOT, 'out'), { recursive: true });
  for (let tries = 0; tries < LOCK_TRIES; tries += 1) {
    try {
      await mkdir(lock);
      return;
    } catch {
      await sleep(RETRY_MS);
    }
  }
  throw new Error(`another build holds ${lock}; remove that folder if none runs`);
}
