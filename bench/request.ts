// The whole request: seal → carry → open → assess → store (synchronous=FULL) → sign → verify, one after another,
// against real forked TEEs; the default engine on both sides, and sm-crypto on both sides, taking turns.
import type { TeeClient } from '../tee-sim/client/tee-client.ts';
import type { EngineName } from '../tee-sim/crypto/engine.ts';
import { type Harness, startTee } from '../test/helpers/tee-harness.ts';
import { BENCH_CLIENT, connectBench } from './shared/bench-client.ts';
import { assessOnce, features } from './shared/sample-request.ts';
import { percentile, round, summarize } from './shared/statistics.ts';

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 5 : 40;
const PER_ROUND = { noble: 25, 'sm-crypto': 5 } as const;
const AIM = { ratio: 9, p50Ms: 6 };

interface Contender {
  readonly engine: EngineName;
  readonly tee: Harness;
  readonly client: TeeClient;
  readonly totalMs: number[];
  readonly steps: Map<string, number[]>;
}

async function enter(engine: EngineName): Promise<Contender> {
  const tee = await startTee({ clientEngine: engine, teeEngine: engine });
  const client = await tee.newClient(undefined, engine, BENCH_CLIENT);
  await connectBench(tee.client, client, tee.clientMeasurement);
  for (let i = 0; i < 3; i += 1) await assessOnce(client);
  return { engine, tee, client, totalMs: [], steps: new Map() };
}

async function runRound({ engine, client, totalMs, steps }: Contender): Promise<void> {
  for (let i = 0; i < PER_ROUND[engine]; i += 1) {
    const startedAtMs = performance.now();
    const { exchange } = await assessOnce(client);
    totalMs.push(performance.now() - startedAtMs);
    for (const { side, step, durationUs } of exchange.steps) {
      const name = `${side} ${step}`;
      steps.set(name, [...(steps.get(name) ?? []), durationUs / 1_000]);
    }
  }
}

function report({ totalMs, steps }: Contender) {
  const medians = [...steps].map(([name, samples]) => [name, round(percentile(samples, 0.5))]);
  return { totalMs: summarize(totalMs), stepP50Ms: Object.fromEntries(medians) };
}

const contenders = [await enter('noble'), await enter('sm-crypto')] as const;
try {
  for (let i = 0; i < ROUNDS; i += 1) {
    for (const contender of contenders) await runRound(contender);
    console.error(`round ${i + 1} of ${ROUNDS}`);
  }
  const [noble, reference] = contenders.map(report);
  if (noble === undefined || reference === undefined) throw new Error('nothing was measured');
  const ratio = round(reference.totalMs.p50 / noble.totalMs.p50);
  const result = {
    featureBytes: JSON.stringify(features).length,
    noble,
    'sm-crypto': reference,
    ratioP50: ratio,
    aim: { ...AIM, met: ratio >= AIM.ratio && noble.totalMs.p50 <= AIM.p50Ms },
  };
  console.log(JSON.stringify(result));
} finally {
  await Promise.all(contenders.map(({ tee }) => tee.stop()));
}
