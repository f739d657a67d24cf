// The driver with the real TEE bundle in a real process: killed, stopped, frozen, misconfigured.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forkNodeTee } from '../../cli/fork-node-tee.ts';
import { samplePayments } from '../../cli/sample-payments.ts';
import { measureFile } from '../../main/measure.ts';
import { TeeDriver } from '../../main/tee-driver.ts';
import type { TeeClient } from '../../tee-sim/client/tee-client.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import { logIdSchema, type OperationId, operationIdSchema } from '../../tee-sim/protocol/schema.ts';
import { connectOwner, reconnect } from '../helpers/connect-owner.ts';
import { type Harness, startTee, TEE_BUNDLE } from '../helpers/tee-harness.ts';

const posix = process.platform !== 'win32';
const sample = samplePayments[0];
if (sample === undefined) throw new Error('no sample payment');
const { payment, features } = sample;

let dataDir: string;
const started: Harness[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'airaccount-driver-'));
});
afterEach(async () => {
  for (const harness of started.splice(0)) await harness.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(options: Parameters<typeof startTee>[0] = {}): Promise<Harness> {
  const harness = await startTee({ dataDir, ...options });
  started.push(harness);
  return harness;
}

function pidOf(harness: Harness): number {
  const { pid } = harness.teeProcess();
  if (pid === undefined) throw new Error('no process');
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const newOperationId = (): OperationId => operationIdSchema.parse(bytesToBase64Url(randomBytes(16)));

/** Resolves at the next `ready`. */
function nextReady({ driver }: Harness): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = driver.onStatus(({ state }) => {
      if (state !== 'ready') return;
      unsubscribe();
      resolve();
    });
  });
}

async function verifiedRows(client: TeeClient): Promise<number> {
  const { result } = await client.invoke('VERIFY_CHAIN', { fromId: logIdSchema.parse(1), maxRows: 2_000 });
  expect(result.brokenAt).toBeUndefined();
  expect(result.verified).toBe(result.total);
  return result.verified;
}

describe('a TEE that is killed', () => {
  it.runIf(posix)('mid-request: TARGET_DEAD, and the outcome is found by operation id', async () => {
    const harness = await start();
    const { client, driver } = harness;
    const owner = await connectOwner(client);
    const done = await client.invoke('ASSESS_PAYMENT', { payment }, { features });

    // Frozen, it has the request but can do nothing with it.
    const pid = pidOf(harness);
    process.kill(pid, 'SIGSTOP');
    const operationId = newOperationId();
    const lost = client.invoke('ASSESS_PAYMENT', { payment }, { features, operationId });
    const attested = driver.attest(randomBytes(32));
    const outcomes = Promise.allSettled([lost, attested]);
    const ready = nextReady(harness);
    process.kill(pid, 'SIGKILL');
    const [lostOutcome, attestedOutcome] = await outcomes;
    expect(lostOutcome).toMatchObject({
      status: 'rejected',
      reason: { code: 'TARGET_DEAD', reason: 'tee-stopped', unknownOperation: operationId },
    });
    expect(attestedOutcome).toMatchObject({
      reason: { code: 'TARGET_DEAD', origin: 'COMMS', reason: 'tee-stopped' },
    });

    await ready;
    expect(pidOf(harness)).not.toBe(pid);
    // Nobody is logged in again silently.
    await expect(client.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'no-session' });
    await reconnect(client, owner);
    await expect(client.findOutcome(operationId)).resolves.toEqual({ outcome: 'unknown' });
    await client.invoke('ASSESS_PAYMENT', { payment }, { features, operationId });
    await expect(client.findOutcome(operationId)).resolves.toMatchObject({ outcome: 'committed' });
    const row = await client.invoke('GET_RISK_LOG', { logId: done.result.logId });
    expect(row.result.features).toEqual(features);
    await verifiedRows(client);
  });

  it('under load: every acknowledged row is there afterwards, and the chain verifies', async () => {
    const harness = await start();
    const { client } = harness;
    const owner = await connectOwner(client);
    const acknowledged: number[] = [];
    const unknown: OperationId[] = [];
    const requests = Array.from({ length: 40 }, async () => {
      const operationId = newOperationId();
      try {
        const { result } = await client.invoke('ASSESS_PAYMENT', { payment }, { features, operationId });
        acknowledged.push(result.logId);
        if (acknowledged.length === 8) harness.teeProcess().kill();
      } catch (error) {
        expect(error).toMatchObject({ code: 'TARGET_DEAD' });
        unknown.push(operationId);
      }
    });
    const ready = nextReady(harness);
    await Promise.all(requests);
    expect(acknowledged.length).toBeGreaterThanOrEqual(8);
    expect(acknowledged.length + unknown.length).toBe(40);

    await ready;
    await reconnect(client, owner);
    for (const logId of acknowledged) {
      const { result } = await client.invoke('GET_RISK_LOG', { logId: logIdSchema.parse(logId) });
      expect(result.features).toEqual(features);
    }
    const outcomes = await Promise.all(unknown.map((operationId) => client.findOutcome(operationId)));
    const committed = outcomes.filter(({ outcome }) => outcome === 'committed').length;
    const { result } = await client.invoke('LIST_RISK_LOGS', { limit: 200 });
    const assessed = result.rows.filter(({ kind }) => kind === 'assessment');
    expect(assessed).toHaveLength(acknowledged.length + committed);
    await verifiedRows(client);
  });
});

describe('a TEE that is frozen', () => {
  it.runIf(posix)('times out, and its late answer disturbs nobody', async () => {
    const ignored: (string | undefined)[] = [];
    const harness = await start({
      requestTimeoutMs: 400,
      log: (event, fields) => event === 'tee-message-ignored' && ignored.push(fields?.name),
    });
    process.kill(pidOf(harness), 'SIGSTOP');
    await expect(harness.driver.attest(randomBytes(32))).rejects.toMatchObject({
      code: 'TIMEOUT',
      origin: 'COMMS',
      reason: 'tee-slow',
    });
    process.kill(pidOf(harness), 'SIGCONT');
    await expect.poll(() => ignored, { timeout: 10_000 }).toEqual(['stray']);
    await harness.client.connect();
    expect(harness.driver.status).toEqual({ state: 'ready', starts: 1 });
  });
});

describe('the TEE process', () => {
  it.runIf(process.platform === 'linux')(
    'has nothing of our environment and no arguments of ours',
    async () => {
      const harness = await start();
      const pid = pidOf(harness);
      const environment = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').filter(Boolean);
      const names = environment.map((entry) => entry.split('=')[0]);
      expect(names.filter((name) => !name?.startsWith('NODE_CHANNEL_'))).toEqual([]);
      const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').filter(Boolean);
      expect(args.slice(1)).toEqual([TEE_BUNDLE]);
    },
  );

  it('ends with stop, leaves the folder free, and starts again on the same data', async () => {
    const harness = await start();
    const pid = pidOf(harness);
    const owner = await connectOwner(harness.client);
    await harness.client.invoke('ASSESS_PAYMENT', { payment }, { features });
    const rows = await verifiedRows(harness.client);
    await harness.driver.restart();
    expect(isAlive(pid)).toBe(false);
    expect(harness.driver.status).toEqual({ state: 'ready', starts: 2 });
    await reconnect(harness.client, owner);
    expect(await verifiedRows(harness.client)).toBeGreaterThan(rows);
    await harness.driver.stop();
    expect(isAlive(pidOf(harness))).toBe(false);
  });
});

describe('a TEE that cannot boot properly', () => {
  it('with another master key stays up unattested, changes nothing, and exports its files', async () => {
    const first = await start();
    await first.client.connect();
    await first.driver.stop();
    const databasePath = join(dataDir, 'airaccount.db');
    const before = await readFile(databasePath);

    const second = await start({ masterKey: randomBytes(32) });
    expect(second.driver.status).toMatchObject({ state: 'unattested', reason: 'wrong-master-key' });
    await expect(second.driver.attest(randomBytes(32))).rejects.toMatchObject({ reason: 'not-attested' });
    const target = join(dataDir, 'export');
    const files = await second.driver.exportFiles(target);
    expect(files).toContain(basename(databasePath));
    expect(await readFile(join(target, basename(databasePath)))).toEqual(before);
    expect(await readFile(databasePath)).toEqual(before);

    await second.driver.stop();
    const third = await start({ masterKey: first.masterKey });
    expect(third.driver.status).toEqual({ state: 'ready', starts: 1 });
  });

  it('in a folder that another one uses says so', async () => {
    await start();
    const second = await start();
    expect(second.driver.status).toMatchObject({
      state: 'unattested',
      code: 'ACCESS_CONFLICT',
      reason: 'folder-in-use',
    });
  });

  it('is not started at all when its bundle was changed by one byte', async () => {
    const bundlePath = join(dataDir, 'tee.cjs');
    const bytes = await readFile(TEE_BUNDLE);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(bundlePath, bytes);
    const driver = new TeeDriver({
      forkTee: forkNodeTee,
      bundlePath,
      expectedTeeMeasurement: await measureFile(TEE_BUNDLE),
      clientMeasurement: new Uint8Array(32),
      dataDir: join(dataDir, 'tee'),
      loadMasterKey: async () => ({ key: randomBytes(32), source: 'ephemeral' }),
      engine: 'noble',
      recordSuite: 2,
      log: () => undefined,
    });
    await driver.start();
    expect(driver.status).toEqual({ state: 'stopped', reason: 'attestation-measurement' });
    expect(existsSync(join(dataDir, 'tee'))).toBe(false);
  });
});
