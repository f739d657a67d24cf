// Starts a real TEE for a test: the built bundle, forked by the real driver, in a temporary folder of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forkNodeTee } from '../../cli/fork-node-tee.ts';
import { measureFile } from '../../main/measure.ts';
import type { TeeProcess } from '../../main/tee-child.ts';
import { TeeDriver, type TeeDriverOptions } from '../../main/tee-driver.ts';
import { memoryPins, type PinStore } from '../../tee-sim/client/pins.ts';
import { TeeClient } from '../../tee-sim/client/tee-client.ts';
import type { EngineName } from '../../tee-sim/crypto/engine.ts';
import { engineByName } from '../../tee-sim/crypto/engines.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { ensureBuilt, ROOT } from './ensure-built.ts';
import { TestClientIdentity } from './test-client.ts';

export const TEE_BUNDLE = join(ROOT, 'out/tee/tee.cjs');

export interface HarnessOptions {
  readonly clientEngine?: EngineName;
  readonly teeEngine?: EngineName;
  readonly recordSuite?: 1 | 2;
  /** An existing data folder, which then is left in place; else a new one, removed by `stop`. */
  readonly dataDir?: string;
  readonly masterKey?: Uint8Array;
  readonly clientMeasurement?: Uint8Array;
  readonly clockOffsetMs?: number;
  readonly requestTimeoutMs?: number;
  readonly log?: TeeDriverOptions['log'];
  /** Of Node, e.g. how its engine collects garbage. */
  readonly nodeFlags?: readonly string[];
}

export interface Harness {
  readonly driver: TeeDriver;
  /** Attested by, and made for, this TEE; not connected yet. */
  readonly client: TeeClient;
  readonly dataDir: string;
  readonly masterKey: Uint8Array;
  readonly clientMeasurement: Uint8Array;
  /** The process that runs now. */
  readonly teeProcess: () => TeeProcess;
  /** Another client of the same TEE, with pins of its own unless given. */
  newClient(pins?: PinStore, engine?: EngineName, identity?: TestClientIdentity): Promise<TeeClient>;
  stop(): Promise<void>;
}

/** Resolves when the TEE is ready or unattested; `driver.status` says which. */
export async function startTee(options: HarnessOptions = {}): Promise<Harness> {
  await ensureBuilt('tee');
  const { clientEngine = 'noble', teeEngine = 'noble', recordSuite = 2 } = options;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'airaccount-test-')));
  const masterKey = options.masterKey ?? randomBytes(32);
  const clientMeasurement = options.clientMeasurement ?? new Uint8Array(32).fill(0xc1);
  let running: TeeProcess | undefined;
  const driver = new TeeDriver({
    forkTee: (bundlePath) => {
      running = forkNodeTee(bundlePath, options.nodeFlags);
      return running;
    },
    bundlePath: TEE_BUNDLE,
    clientMeasurement,
    dataDir,
    loadMasterKey: async () => ({ key: masterKey.slice(), source: 'ephemeral' }),
    engine: teeEngine,
    recordSuite,
    log: options.log ?? (() => undefined),
    clockOffsetMs: options.clockOffsetMs,
    requestTimeoutMs: options.requestTimeoutMs,
  });
  await driver.start();
  const newClient = async (
    pins = memoryPins(),
    engine = clientEngine,
    identity = new TestClientIdentity(),
  ): Promise<TeeClient> =>
    new TeeClient({
      transport: driver,
      engine: engineByName(engine),
      random: randomBytes,
      pins,
      prover: identity.prover(clientMeasurement),
      expected: { tee: await measureFile(TEE_BUNDLE), client: clientMeasurement },
      monotonicNowMs: () => performance.now(),
    });
  return {
    driver,
    client: await newClient(),
    dataDir,
    masterKey,
    clientMeasurement,
    teeProcess: () => {
      if (running === undefined) throw new Error('the TEE was never started');
      return running;
    },
    newClient,
    stop: async () => {
      await driver.stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
