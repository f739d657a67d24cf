// One page of 50 log rows at growing sizes of the log, and the boot at that size: both should be flat.
// Prints JSON; ratios are against the smallest size of the same run. `--quick`: small sizes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nobleEngine } from '../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../tee-sim/protocol/bytes.ts';
import type { LogId } from '../tee-sim/protocol/schema.ts';
import { chainMac, GENESIS_MAC } from '../tee-sim/storage/chain.ts';
import { DataFolder } from '../tee-sim/storage/data-folder.ts';
import { inspectDatabase, openDatabase } from '../tee-sim/storage/database.ts';
import { encodeHead } from '../tee-sim/storage/head.ts';
import { judge } from '../tee-sim/storage/judge.ts';
import { StorageKeys } from '../tee-sim/storage/keys.ts';
import { LogRows } from '../tee-sim/storage/log-rows.ts';
import { openStorage } from '../tee-sim/storage/open.ts';
import type { SecureStorage } from '../tee-sim/storage/storage.ts';

const PAGE_ROWS = 50;
const PAGES_TIMED = 200;
/** As an assessment with 1 KiB of features stores them. */
const RECORD_BYTES = 700;
const FEATURES_BYTES = 1_100;

const sizes = process.argv.includes('--quick') ? [1_000, 10_000] : [10_000, 100_000, 1_000_000];
const masterKey = randomBytes(32);

function open(dataDir: string): SecureStorage {
  return openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
}

/** Writes rows whose chain is real and whose sealed content is noise: a list reads no content. */
function fill(dataDir: string, count: number): void {
  open(dataDir).close();
  const folder = new DataFolder(dataDir);
  const keys = new StorageKeys(nobleEngine, masterKey);
  const { databaseId, digest } = inspectDatabase(folder.databasePath, (db) =>
    judge(db, folder.readHead(), nobleEngine, keys),
  );
  const stateDigest = digest.commitment();
  const db = openDatabase(folder.databasePath);
  const rows = new LogRows(db);
  const noise = randomBytes(RECORD_BYTES + FEATURES_BYTES);
  noise[0] = 2;
  let lastMac: Uint8Array = GENESIS_MAC;
  const appendRow = (id: number) => {
    const row = {
      id,
      userId: 'device-owner',
      kind: 'assessment',
      atMs: 1_700_000_000_000 + id,
      recordDigest: noise.subarray(0, 32),
      featuresDigest: noise.subarray(32, 64),
      changes: utf8ToBytes('x'.repeat(300)),
      stateDigest,
    };
    lastMac = chainMac(nobleEngine, keys.audit('chain'), databaseId, lastMac, row);
    rows.append({
      ...row,
      mac: lastMac,
      record: noise.subarray(0, RECORD_BYTES),
      features: noise.subarray(RECORD_BYTES),
    });
  };
  const chunk = db.transaction((from: number, to: number) => {
    for (let id = from; id <= to; id += 1) appendRow(id);
  });
  for (let from = 1; from <= count; from += 10_000) chunk(from, Math.min(from + 9_999, count));
  db.close();
  const head = { databaseId, counter: 2, count, lastMac, stateDigest };
  folder.writeHead(encodeHead(nobleEngine, keys.audit('head'), head));
  keys.destroy();
  folder.release();
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
    fill(dataDir, count);
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
