import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkNodeTee } from '../../../cli/fork-node-tee.ts';
import type { TeeProcess } from '../../../main/tee-child.ts';

const CHILD = `
  process.on('message', (message) => {
    if (message.type === 'about') {
      process.send({ env: Object.keys(process.env), argv: process.argv.slice(2), execArgv: process.execArgv });
    } else if (message.type === 'flood') {
      for (let i = 0; i < 64; i += 1) process.stdout.write('x'.repeat(65_536)), process.stderr.write('y'.repeat(65_536));
      process.send('still here');
    } else if (message.type === 'echo') process.send(message.bytes);
    else process.exit(7);
  });
`;

let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-test-'));
  bundle = join(folder, 'child.cjs');
  await writeFile(bundle, CHILD);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function answer(child: TeeProcess, message: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    child.onMessage(resolve);
    child.postMessage(message);
  });
}

function exit(child: TeeProcess): Promise<number | null> {
  return new Promise((resolve) => child.onExit(resolve));
}

async function withChild(work: (child: TeeProcess) => Promise<void>): Promise<void> {
  const child = forkNodeTee(bundle);
  try {
    await work(child);
  } finally {
    child.kill();
  }
}

describe('a TEE forked by plain Node', () => {
  it('gets no environment, no arguments and no flags', () =>
    withChild(async (child) => {
      expect(child.pid).toBeGreaterThan(0);
      expect(await answer(child, { type: 'about' })).toEqual({ env: [], argv: [], execArgv: [] });
    }));

  it('gets bytes as bytes, as they were when they were posted', () =>
    withChild(async (child) => {
      const bytes = Uint8Array.of(1, 2, 3);
      const echoed = answer(child, { type: 'echo', bytes });
      bytes.fill(0);
      expect(await echoed).toEqual(Uint8Array.of(1, 2, 3));
    }));

  it('is not stopped by pipes that nobody reads', () =>
    withChild(async (child) => {
      expect(await answer(child, { type: 'flood' })).toBe('still here');
    }));

  it('tells its exit code, and takes no message afterwards', () =>
    withChild(async (child) => {
      const exited = exit(child);
      child.postMessage({ type: 'exit' });
      expect(await exited).toBe(7);
      expect(() => child.postMessage({ type: 'echo' })).toThrow();
    }));

  it('tells that it was killed', () =>
    withChild(async (child) => {
      const exited = exit(child);
      child.kill();
      expect(await exited).toBeNull();
    }));

  it('that does not exist exits as well', async () => {
    const child = forkNodeTee(join(folder, 'nothing.cjs'));
    expect(await exit(child)).toBe(1);
  });

  it('leaves no listener on this process behind', () =>
    withChild(async (child) => {
      const before = process.listenerCount('exit');
      const exited = exit(child);
      child.kill();
      await exited;
      expect(process.listenerCount('exit')).toBe(before - 1);
    }));
});
