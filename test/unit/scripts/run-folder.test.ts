// A run's temporary folder: whatever a child makes there goes with the run, and what tests forgot there fails it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tallyLeftovers } from '../../../scripts/test/run-folder.ts';

const MODULE = resolve(import.meta.dirname, '../../../scripts/test/run-folder.ts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'airaccount-run-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

it('fails a run whose tests left a folder, and names it; what tools keep is theirs', () => {
  const said = vi.spyOn(console, 'log').mockReturnValue();
  mkdirSync(join(folder, 'playwright-transform-cache-0'));
  expect(tallyLeftovers(folder)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  mkdirSync(join(folder, 'airaccount-forgotten'));
  expect(tallyLeftovers(folder)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(said.mock.calls).toEqual([['left behind: airaccount-forgotten']]);
});

it('is where every child has its temporary files, and is gone with the run, whole', () => {
  const script = `
    const { enterRunFolder } = await import(${JSON.stringify(MODULE)});
    const { execFileSync } = await import('node:child_process');
    const folder = enterRunFolder();
    const made = "require('fs').mkdtempSync(require('path').join(require('os').tmpdir(), 'airaccount-'))";
    console.log(folder + '\\n' + execFileSync(process.execPath, ['-p', made]));`;
  const env = { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder };
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
  });
  const [run = '', made = ''] = printed.trim().split('\n');
  expect(run.startsWith(folder)).toBe(true);
  expect(made.startsWith(run)).toBe(true);
  expect(made).not.toBe(run);
  expect(existsSync(run)).toBe(false);
});
