import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireSingleInstanceLock, type SecondInstance } from '../../../browser-host/single-instance.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airaccount-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MODULE = path.resolve(import.meta.dirname, '../../../browser-host/single-instance.ts');
/** In another process, as it is meant: tries to take the lock, says whether it did, and dies by SIGKILL. */
function tryElsewhere(): string {
  const code = `import { acquireSingleInstanceLock } from ${JSON.stringify(MODULE)};
    process.stdout.write(acquireSingleInstanceLock(${JSON.stringify(folder)}, () => undefined) ? 'taken' : 'held');
    process.kill(process.pid, 'SIGKILL');`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout;
}

describe('the single-instance lock', () => {
  it('is held by one, who hears of the second', async () => {
    const heard: SecondInstance[] = [];
    const lock = acquireSingleInstanceLock(folder, (second) => heard.push(second));
    expect(lock).toBeDefined();
    expect(tryElsewhere()).toBe('held');
    await expect.poll(() => heard).toEqual([{ argv: expect.any(Array), workingDirectory: process.cwd() }]);
    lock?.release();
    expect(tryElsewhere()).toBe('taken');
  });

  it('does not outlive a process that was killed', () => {
    expect(tryElsewhere()).toBe('taken');
    expect(tryElsewhere()).toBe('taken');
  });
});
