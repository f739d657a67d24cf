// Memory of the TEE after many requests, twice: resident pages of a forked TEE process, which also hold what the
// engine keeps for later; and live objects after a full collection, with the same TEE inside this process, where
// only what is never let go can grow.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memoryPins } from '../tee-sim/client/pins.ts';
import { TeeClient } from '../tee-sim/client/tee-client.ts';
import { nobleEngine } from '../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { bootTee } from '../tee-sim/os/boot.ts';
import { startTee } from '../test/helpers/tee-harness.ts';
import { TestClientIdentity } from '../test/helpers/test-client.ts';
import { BENCH_CLIENT, connectBench } from './shared/bench-client.ts';
import { residentKiB } from './shared/resident.ts';
import { assessOnce } from './shared/sample-request.ts';
import { round } from './shared/statistics.ts';

const quick = process.argv.includes('--quick');
/** What is kept for a while (nonces for a minute) is full by the second mark; from there on nothing may grow. */
const MARKS = quick ? [200, 1_000, 2_000] : [1_000, 10_000, 20_000, 30_000];
/** The TEE's own loop ticks about once a second; inside this process nobody else does. */
const REQUESTS_PER_TICK = 200;

async function forkedProcess() {
  const tee = await startTee();
  try {
    const { pid } = tee.teeProcess();
    if (pid === undefined) throw new Error('the TEE does not run');
    const client = await tee.newClient(undefined, undefined, BENCH_CLIENT);
    await connectBench(tee.client, client, tee.clientMeasurement);
    return await measureAtMarks(client, () => residentKiB(pid));
  } finally {
    await tee.stop();
  }
}

async function liveObjects() {
  const dataDir = await mkdtemp(join(tmpdir(), 'airaccount-bench-'));
  const measurements = { tee: new Uint8Array(32), client: new Uint8Array(32) };
  const monotonicMs = (): number => performance.now();
  const tee = bootTee(
    {
      type: 'boot',
      dataDir,
      masterKey: randomBytes(32),
      masterKeySource: 'ephemeral',
      measurements,
      engine: 'noble',
      recordSuite: 2,
      clockOffsetMs: 0,
      afterPanic: false,
    },
    { random: randomBytes, wallMs: () => Date.now(), monotonicMs },
  );
  try {
    const newClient = (identity: TestClientIdentity) =>
      new TeeClient({
        transport: {
          attest: async (clientNonce) => tee.attest(clientNonce),
          invoke: async (envelope) => tee.invoke(envelope, undefined),
        },
        engine: nobleEngine,
        random: randomBytes,
        pins: memoryPins(),
        prover: identity.prover(measurements.client),
        expected: measurements,
        monotonicNowMs: monotonicMs,
      });
    const client = newClient(BENCH_CLIENT);
    await connectBench(newClient(new TestClientIdentity()), client, measurements.client);
    return await measureAtMarks(client, collectedHeapKiB, () => tee.tick());
  } finally {
    tee.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function collectedHeapKiB(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return Math.round(process.memoryUsage().heapUsed / 1_024);
}

async function send(count: number, client: TeeClient, tick: () => void = () => undefined): Promise<void> {
  for (let sent = 1; sent <= count; sent += 1) {
    await assessOnce(client);
    if (sent % REQUESTS_PER_TICK === 0) tick();
    if (sent % 1_000 === 0) console.error(`${sent} requests`);
  }
}

async function measureAtMarks(client: TeeClient, readKiB: () => number | Promise<number>, tick?: () => void) {
  const atBootKiB = await readKiB();
  const marks: { requests: number; kib: number }[] = [];
  let sent = 0;
  for (const requests of MARKS) {
    await send(requests - sent, client, tick);
    sent = requests;
    marks.push({ requests, kib: await readKiB() });
  }
  const growthRatio = round((marks.at(-1)?.kib ?? Number.NaN) / (marks[1]?.kib ?? Number.NaN));
  return { atBootKiB, marks, growthRatio };
}

console.log(JSON.stringify({ resident: await forkedProcess(), liveHeap: await liveObjects() }));
