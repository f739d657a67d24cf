// Walks S1's whole path against a real forked TEE in a temporary folder, and checks what came of it.
// Must never touch a real wallet: own folder, own master key, both gone afterwards.
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, stat } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { measureFile } from '../main/measure.ts';
import { TeeDriver } from '../main/tee-driver.ts';
import { keyProver } from '../tee-sim/client/client-proof.ts';
import { memoryPins } from '../tee-sim/client/pins.ts';
import { TeeClient } from '../tee-sim/client/tee-client.ts';
import { nobleEngine } from '../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { bytesToHex, hexToBytes } from '../tee-sim/protocol/bytes.ts';
import { TeeError } from '../tee-sim/protocol/codes.ts';
import type { CommandResult } from '../tee-sim/protocol/commands.ts';
import { paymentSchema } from '../tee-sim/protocol/payment.ts';
import { logIdSchema } from '../tee-sim/protocol/schema.ts';
import { DemoOwner } from './demo-owner.ts';
import type { AssessedPart, DemoPart } from './demo-parts.ts';
import { createWallet, signTransfer } from './demo-wallet.ts';
import { CheckFailed } from './failures.ts';
import { findTexts, holdsBytes, readFolder } from './find-on-disk.ts';
import { forkNodeTee } from './fork-node-tee.ts';
import { type SamplePayment, samplePayments, tracesOf } from './sample-payments.ts';

export interface DemoSetup {
  readonly teeBundlePath: string;
  /** SM3 that the client was built with, 32 bytes. */
  readonly expectedTeeMeasurement: Uint8Array;
  /** The client's own file: what the driver measures as the client. */
  readonly clientPath: string;
}

type Tell = (part: DemoPart) => void;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const RECORD_SUITE = 2;
const ROWS_PER_CALL = 1_000;
const FIRST_ROW = logIdSchema.parse(1);

/**
 * Tells every part as it is done; returning means that all of them held.
 * @throws TeeError what the TEE, its driver or the client's checks refused · CheckFailed
 */
export async function runDemo(setup: DemoSetup, tell: Tell): Promise<void> {
  if (!existsSync(setup.teeBundlePath)) throw new TeeError('TARGET_DEAD', 'bundle-missing', 'COMMS');
  const dataDir = await mkdtemp(join(tmpdir(), 'airaccount-demo-'));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', remove);
  for (const signal of SIGNALS) process.once(signal, endBySignal);
  try {
    await walk(setup, dataDir, tell);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, endBySignal);
    process.removeListener('exit', remove);
    remove();
  }
}

/** Leaves through `exit`, so that folder and TEE are gone too; with the shell's code for that signal. */
function endBySignal(signal: NodeJS.Signals): void {
  process.exit(128 + (constants.signals[signal] ?? 0));
}

async function walk(setup: DemoSetup, dataDir: string, tell: Tell): Promise<void> {
  const clientMeasurement = await measureFile(setup.clientPath);
  const driver = newDriver(setup, clientMeasurement, dataDir);
  try {
    await startTee(driver, setup, tell);
    const client = newClient(driver, { tee: setup.expectedTeeMeasurement, client: clientMeasurement });
    tell({ part: 'attestation', view: await client.connect() });
    tell({ part: 'session', clientName: client.session?.clientName ?? '' });
    const owner = new DemoOwner(client, tell);
    await owner.register();
    const wallet = await createWallet(client, tell);
    await signTransfer(client, wallet, tell);
    await owner.showStepUp(wallet.walletId);
    const assessed: AssessedPart[] = [];
    for (const sample of samplePayments) assessed.push(await assess(client, sample, tell));
    const rows = await listLog(client, tell);
    for (const part of assessed) await readBack(client, part, tell);
    await verifyChain(client, rows.total, tell);
    await searchDisk(dataDir, rows.rows, [...owner.secrets, wallet.phrase], tell);
    owner.destroy();
    await client.disconnect();
  } finally {
    await driver.stop();
  }
}

function newDriver(setup: DemoSetup, clientMeasurement: Uint8Array, dataDir: string): TeeDriver {
  return new TeeDriver({
    forkTee: forkNodeTee,
    bundlePath: setup.teeBundlePath,
    expectedTeeMeasurement: setup.expectedTeeMeasurement,
    clientMeasurement,
    dataDir,
    loadMasterKey: async () => ({ key: randomBytes(32), source: 'ephemeral' }),
    engine: nobleEngine.name,
    recordSuite: RECORD_SUITE,
    log: () => undefined,
  });
}

function newClient(driver: TeeDriver, expected: { tee: Uint8Array; client: Uint8Array }): TeeClient {
  const { privateKey, publicKey } = nobleEngine.sm2GenerateKeyPair(randomBytes);
  const key = { privateKey, certificate: publicKey, measurement: expected.client };
  return new TeeClient({
    transport: driver,
    prover: keyProver(nobleEngine, key, randomBytes),
    engine: nobleEngine,
    random: randomBytes,
    pins: memoryPins(),
    expected,
    monotonicNowMs: () => performance.now(),
  });
}

async function startTee(driver: TeeDriver, setup: DemoSetup, tell: Tell): Promise<void> {
  const startedAtMs = performance.now();
  await driver.start();
  const { status } = driver;
  if (status.state === 'unattested') throw new TeeError(status.code, status.reason, 'TEE');
  if (status.state === 'stopped') throw new TeeError('TARGET_DEAD', status.reason, 'COMMS');
  tell({
    part: 'tee',
    measurement: bytesToHex(setup.expectedTeeMeasurement),
    bundleBytes: (await stat(setup.teeBundlePath)).size,
    bootMs: performance.now() - startedAtMs,
    engine: nobleEngine.name,
    recordSuite: RECORD_SUITE,
    masterKey: 'throw-away',
  });
}

async function assess(client: TeeClient, sample: SamplePayment, tell: Tell): Promise<AssessedPart> {
  const { label, payment, features } = sample;
  const { result, exchange } = await client.invoke('ASSESS_PAYMENT', { payment }, { features });
  const { logId, assessment } = result;
  const part: AssessedPart = {
    part: 'assessed',
    label,
    sampleData: true,
    payment,
    features,
    logId,
    assessment,
    exchange,
  };
  tell(part);
  return part;
}

async function listLog(client: TeeClient, tell: Tell): Promise<CommandResult<'LIST_RISK_LOGS'>> {
  const { result } = await client.invoke('LIST_RISK_LOGS', { limit: 20 });
  tell({ part: 'log', ...result });
  return result;
}

/** The row must hold what was sent and what was answered, and name the request that it came from. */
async function readBack(client: TeeClient, assessed: AssessedPart, tell: Tell): Promise<void> {
  const { result } = await client.invoke('GET_RISK_LOG', { logId: assessed.logId });
  const record = JSON.parse(result.record) as Record<string, unknown>;
  const { requestDigest } = assessed.exchange;
  const { amountWei } = assessed.payment;
  const holds =
    record['requestDigest'] === requestDigest &&
    isDeepStrictEqual(record['payment'], { ...paymentSchema.parse(assessed.payment), amountWei }) &&
    isDeepStrictEqual(record['assessment'], assessed.assessment) &&
    isDeepStrictEqual(result.features, assessed.features);
  if (!holds) throw new CheckFailed('CORRUPT_OBJECT', 'row-read-back');
  tell({ part: 'read-back', logId: assessed.logId, requestDigest, recordBytes: result.record.length });
}

async function verifyChain(client: TeeClient, rows: number, tell: Tell): Promise<void> {
  let fromId: CommandResult<'VERIFY_CHAIN'>['nextId'] = FIRST_ROW;
  let verified = 0;
  while (fromId !== undefined) {
    const page: CommandResult<'VERIFY_CHAIN'> = (
      await client.invoke('VERIFY_CHAIN', { fromId, maxRows: ROWS_PER_CALL })
    ).result;
    if (page.brokenAt !== undefined) throw new TeeError('CORRUPT_OBJECT', 'chain-broken', 'TRUSTED_APP');
    verified += page.verified;
    fromId = page.nextId;
  }
  if (verified !== rows) throw new CheckFailed('CORRUPT_OBJECT', 'whole-chain');
  tell({ part: 'chain', verified });
}

/** Finding the ciphertext that the log shows proves that the search can find; then nothing else may be found. */
async function searchDisk(
  dataDir: string,
  rows: CommandResult<'LIST_RISK_LOGS'>['rows'],
  secrets: readonly string[],
  tell: Tell,
): Promise<void> {
  const files = await readFolder(dataDir);
  const missing = rows.some((row) => !holdsBytes(files, hexToBytes(row.ciphertextHead)));
  if (missing) throw new CheckFailed('CORRUPT_OBJECT', 'ciphertext-on-disk');
  const traces = [...samplePayments.flatMap(tracesOf), ...secrets];
  if (findTexts(files, traces).length > 0) throw new CheckFailed('SECURITY', 'no-plaintext-on-disk');
  tell({
    part: 'disk',
    files: files.map(({ name, bytes }) => ({ name, sizeBytes: bytes.length })),
    ciphertextsFound: rows.length,
    textsSought: traces.length,
    textsFound: 0,
  });
}
