// From nothing to an answer: measure and fork the TEE, boot, attest and open a session, first signed answer.
// On a new folder and on one with rows, for both engines, taking turns.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from '../tee-sim/crypto/engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { startTee } from '../test/helpers/tee-harness.ts';
import { round, summarize } from './shared/statistics.ts';

const quick = process.argv.includes('--quick');
const RUNS = quick ? 3 : 15;
const ENGINES: readonly EngineName[] = ['noble', 'sm-crypto'];
const PHASES = ['bootMs', 'connectMs', 'firstAnswerMs', 'totalMs'] as const;
const masterKey = randomBytes(32);

type Times = Record<(typeof PHASES)[number], number>;

async function boot(engine: EngineName, dataDir: string): Promise<Times> {
  const startedAtMs = performance.now();
  const tee = await startTee({ clientEngine: engine, teeEngine: engine, dataDir, masterKey });
  try {
    const bootedAtMs = performance.now();
    await tee.client.connect();
    const connectedAtMs = performance.now();
    await tee.client.invoke('GET_ACCOUNT', {});
    const answeredAtMs = performance.now();
    return {
      bootMs: bootedAtMs - startedAtMs,
      connectMs: connectedAtMs - bootedAtMs,
      firstAnswerMs: answeredAtMs - connectedAtMs,
      totalMs: answeredAtMs - startedAtMs,
    };
  } finally {
    await tee.stop();
  }
}

function report(runs: readonly Times[]) {
  return Object.fromEntries(PHASES.map((phase) => [phase, summarize(runs.map((times) => times[phase]))]));
}

/** A fresh folder, then the same folder again. */
async function bootTwice(engine: EngineName): Promise<[Times, Times]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'airaccount-bench-'));
  try {
    return [await boot(engine, dataDir), await boot(engine, dataDir)];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

// The bundle is brought up to date, and the file cache warmed, before anything is measured.
await bootTwice('noble');
const measured = new Map(ENGINES.map((engine) => [engine, { fresh: [] as Times[], again: [] as Times[] }]));
for (let run = 0; run < RUNS; run += 1) {
  for (const [engine, { fresh, again }] of measured) {
    const [first, second] = await bootTwice(engine);
    fresh.push(first);
    again.push(second);
  }
  console.error(`run ${run + 1} of ${RUNS}`);
}
const results = Object.fromEntries(
  [...measured].map(([engine, { fresh, again }]) => [
    engine,
    { newFolder: report(fresh), sameFolderAgain: report(again) },
  ]),
);
const medianOf = (engine: EngineName): number =>
  summarize((measured.get(engine)?.fresh ?? []).map(({ totalMs }) => totalMs)).p50;
console.log(JSON.stringify({ ...results, ratioP50: round(medianOf('sm-crypto') / medianOf('noble')) }));
