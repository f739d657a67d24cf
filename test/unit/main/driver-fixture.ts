// A TeeDriver over TEEs that a test plays, and what became of each: its states, its log, the keys it was given.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { LogEvent, LogFields } from '../../../main/log-entry.ts';
import { TeeDriver, type TeeDriverOptions } from '../../../main/tee-driver.ts';
import type { TeeStatus } from '../../../preload/contract.ts';
import { type FakeTee, fakeFork, until } from './fake-tee.ts';

export const signed = { payload: '{}', signature: 'A'.repeat(86) };
export const clientMeasurement = new Uint8Array(32).fill(7);
export let folder: string;
export let bundlePath: string;
export let tees: FakeTee[];
export let states: TeeStatus[];
export let keys: Uint8Array[];
export let logged: [LogEvent, LogFields | undefined][];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  folder = await mkdtemp(join(tmpdir(), 'airaccount-driver-'));
  bundlePath = join(folder, 'tee.cjs');
  await writeFile(bundlePath, 'the bundle');
  states = [];
  keys = [];
  logged = [];
});

afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

export function createDriver(options: Partial<TeeDriverOptions> = {}): TeeDriver {
  const fake = fakeFork();
  tees = fake.tees;
  const driver = new TeeDriver({
    forkTee: fake.forkTee,
    bundlePath,
    clientMeasurement,
    dataDir: join(folder, 'tee'),
    loadMasterKey: async () => {
      const key = new Uint8Array(32).fill(42);
      keys.push(key);
      return { key, source: 'ephemeral' };
    },
    engine: 'noble',
    recordSuite: 2,
    log: (event, fields) => logged.push([event, fields]),
    requestTimeoutMs: 1_000,
    ...options,
  });
  driver.onStatus((status) => states.push(status));
  return driver;
}

export function tee(index = tees.length - 1): FakeTee {
  const found = tees[index];
  if (found === undefined) throw new Error('nothing was forked');
  return found;
}

export async function ready(options?: Partial<TeeDriverOptions>): Promise<TeeDriver> {
  const driver = createDriver(options);
  const started = driver.start();
  await until(() => tees.length === 1);
  tee().say({ type: 'booted' });
  await started;
  return driver;
}
