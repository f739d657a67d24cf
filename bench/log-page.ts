// One page of 50 log rows at growing sizes of the log, and the boot at that size: both should be flat.
// Prints JSON; ratios are against the smallest size of the same run. `--quick`: small sizes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nobleEngine } from '../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import type { LogId } from '../tee-sim/protocol/schema.ts';
import { openStorage } from '../tee-sim/storage/open.ts';
import type { SecureStorage } from '../tee-sim/storage/storage.ts';
import { fillLog } from './shared/fill-log.ts';

const PAGE_ROWS = 50;
const PAGES_TIMED = 200;

const sizes = process.argv.includes('--quick') ? [1_000, 10_000] : [10_000, 100_000, 1_000_000];
const masterKey = randomBytes(32);

function open(dataDir: string): SecureStorage {
  return openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
}

function medianMs(action: (i: number) => void): number {
  const times = Array.from({ length: PAGES_TIMED }, (_, i) => {
    const start = performance.now();
    action(i);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[PAGES_TIMED >> 1] ?? 0;
}

function measure(count: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'airaccount-bench-'));
  try {
    fillLog(dataDir, masterKey, count);
    const start = performance.now();
    const storage = open(dataDir);
    const bootMs = performance.now() - start;
    const newestPageMs = medianMs(() => storage.listLogs({ limit: PAGE_ROWS }));
    const anyPageMs = medianMs((i) => {
      const beforeId = (Math.floor((count * (i + 0.5)) / PAGES_TIMED) + 1) as LogId;
      storage.listLogs({ beforeId, limit: PAGE_ROWS });
    });
    storage.close();
    return { rows: count, bootMs, newestPageMs, anyPageMs };
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

// Once beforehand, so that the first size is not charged with compiling everything.
measure(500);
const measured = sizes.map(measure);
const [smallest] = measured;
const results = measured.map((result) => ({
  ...result,
  newestPageRatio: result.newestPageMs / (smallest?.newestPageMs ?? 1),
  anyPageRatio: result.anyPageMs / (smallest?.anyPageMs ?? 1),
  bootRatio: result.bootMs / (smallest?.bootMs ?? 1),
}));
console.log(JSON.stringify({ bench: 'log-page', pageRows: PAGE_ROWS, results }, undefined, 2));
