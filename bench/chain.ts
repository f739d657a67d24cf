// Rows per second: appended (durable, and the processor time of it), and verified, in both record suites.
// Prints JSON; ratios are against suite 2 of the same run. `--quick`: fewer rows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nobleEngine } from '../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import type { LogId } from '../tee-sim/protocol/schema.ts';
import { openStorage } from '../tee-sim/storage/open.ts';

const ROWS = process.argv.includes('--quick') ? 500 : 5_000;
const PAGE_ROWS = 500;
/** As an assessment with 1 KiB of features writes them: log row, profile, recipient and operation. */
const RECORD = randomBytes(600);
const FEATURES = randomBytes(1_024);
const PROFILE = randomBytes(800);
const RECIPIENT = randomBytes(80);

function measure(suite: 1 | 2, rows: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'airaccount-bench-'));
  const storage = openStorage({
    dataDir,
    masterKey: randomBytes(32),
    engine: nobleEngine,
    suite,
    random: randomBytes,
  });
  try {
    const append = timed(() => {
      for (let i = 0; i < rows; i += 1) {
        storage.write((tx) => {
          tx.put('feature_history', 'profile', 'u', PROFILE);
          tx.put('feature_history', `recipient ${i % 40}`, 'u', RECIPIENT);
          tx.put('operations', `operation ${i}`, 'u', RECORD);
          const log = {
            userId: 'u',
            kind: 'assessment',
            atMs: i,
            record: RECORD,
            features: FEATURES,
          } as const;
          return { log, value: undefined };
        });
      }
    });
    const verify = timed(() => {
      let next: LogId | undefined = 1 as LogId;
      while (next !== undefined) {
        const page: ReturnType<typeof storage.verifyChain> = storage.verifyChain(next, PAGE_ROWS);
        if (page.brokenAt !== undefined) throw new Error(`chain broken at ${page.brokenAt}`);
        next = page.nextId;
      }
    });
    return {
      suite,
      rows,
      appendedPerS: (rows / append.wallMs) * 1_000,
      appendUserCpuMs: append.userMs / rows,
      verifiedPerS: (rows / verify.wallMs) * 1_000,
    };
  } finally {
    storage.close();
    rmSync(dataDir, { recursive: true });
  }
}

function timed(action: () => void): { wallMs: number; userMs: number } {
  const cpu = process.cpuUsage();
  const start = performance.now();
  action();
  return { wallMs: performance.now() - start, userMs: process.cpuUsage(cpu).user / 1_000 };
}

// Once beforehand, so that the first suite is not charged with compiling everything.
measure(2, 200);
const measured = ([2, 1] as const).map((suite) => measure(suite, ROWS));
const [base] = measured;
const results = measured.map((result) => ({
  ...result,
  verifiedRatio: result.verifiedPerS / (base?.verifiedPerS ?? 1),
  appendCpuRatio: result.appendUserCpuMs / (base?.appendUserCpuMs ?? 1),
}));
console.log(JSON.stringify({ bench: 'chain', results }, undefined, 2));
