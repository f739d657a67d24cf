// The built TEE as a process of its own: what it answers, what it survives, and what it leaves visible.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InvokeError } from '../../tee-sim/client/errors.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { operationIdSchema } from '../../tee-sim/protocol/schema.ts';
import { connectOwner, reconnect } from '../helpers/connect-owner.ts';
import { RawTee } from '../helpers/raw-tee.ts';
import { startTee } from '../helpers/tee-harness.ts';
import { PAYMENT } from '../helpers/tee-in-process.ts';

const YEAR_MS = 365 * 86_400_000;
const onLinux = process.platform === 'linux';

let dataDir: string;
let masterKey: Uint8Array;
const running: RawTee[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'airaccount-process-'));
  masterKey = randomBytes(32);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((tee) => tee.kill()));
  rmSync(dataDir, { recursive: true, force: true });
});

async function forkTee(execArgv: readonly string[] = []): Promise<RawTee> {
  const tee = await RawTee.fork(execArgv);
  running.push(tee);
  return tee;
}

function files(): Map<string, Buffer> {
  return new Map(readdirSync(dataDir).map((name) => [name, readFileSync(join(dataDir, name))]));
}

test('boots, attests, answers, shuts down with an answer and exit code 0, and prints nothing', async () => {
  const tee = await forkTee();
  expect(await tee.boot(dataDir, masterKey)).toEqual({ type: 'booted' });
  const open = await tee.openSessionRequest();
  expect(await open()).toMatchObject({ code: 'SUCCESS', body: { ownerExists: false } });
  expect(await tee.request({ type: 'shutdown' })).toMatchObject({ ok: true, value: {} });
  expect(await tee.exited).toBe(0);
  expect(tee.output).toBe('');
});

test('100 identical requests at once: exactly one succeeds', async () => {
  const tee = await forkTee();
  await tee.boot(dataDir, masterKey);
  const open = await tee.openSessionRequest();
  const answers = await Promise.all(Array.from({ length: 100 }, open));
  expect(answers.filter(({ code }) => code === 'SUCCESS')).toHaveLength(1);
  expect(answers.filter(({ reason }) => reason === 'replayed')).toHaveLength(99);
});

test('exits by itself, and lets go of the folder, when the driver is gone', async () => {
  const tee = await forkTee();
  await tee.boot(dataDir, masterKey);
  tee.child.disconnect();
  expect(await tee.exited).toBe(0);
  // Closed, not just dropped: what was in the write-ahead log is in the database.
  expect(readdirSync(dataDir).filter((name) => name.endsWith('-wal'))).toEqual([]);
  const next = await forkTee();
  expect(await next.boot(dataDir, masterKey)).toEqual({ type: 'booted' });
});

test('a panic is an exit code and not a word', async () => {
  const panic = 'setTimeout(() => { throw new Error("a secret"); }, 100)';
  const tee = await forkTee(['--import', `data:text/javascript,${encodeURIComponent(panic)}`]);
  expect(await tee.exited).toBe(70);
  expect(tee.output).toBe('');
});

test.runIf(onLinux)('SIGUSR1 opens no inspector', async () => {
  const tee = await forkTee();
  await tee.boot(dataDir, masterKey);
  tee.child.kill('SIGUSR1');
  await tee.attest();
  await sleep(200);
  expect(tee.output).toBe('');
});

test.runIf(onLinux)('neither environment nor command line of the process hold a secret', async () => {
  process.env['DB_MASTER_KEY'] = bytesToHex(masterKey);
  try {
    const tee = await forkTee();
    await tee.boot(dataDir, masterKey);
    const environment = readFileSync(`/proc/${tee.pid}/environ`, 'utf8');
    const names = environment
      .split('\0')
      .filter(Boolean)
      .map((entry) => entry.split('=')[0]);
    expect(names.sort()).toEqual(['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE']);
    const commandLine = readFileSync(`/proc/${tee.pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    expect(commandLine.slice(1)).toEqual([expect.stringContaining('tee.cjs')]);
  } finally {
    delete process.env['DB_MASTER_KEY'];
  }
});

test('a second TEE on the same folder stays unattested, and the first goes on', async () => {
  const first = await forkTee();
  await first.boot(dataDir, masterKey);
  const second = await forkTee();
  expect(await second.boot(dataDir, masterKey)).toEqual({
    type: 'unattested',
    code: 'ACCESS_CONFLICT',
    reason: 'folder-in-use',
  });
  const open = await first.openSessionRequest();
  expect((await open()).code).toBe('SUCCESS');
});

test('a wrong master key leaves it unattested and every file as it was', async () => {
  const first = await forkTee();
  await first.boot(dataDir, masterKey);
  await first.request({ type: 'shutdown' });
  await first.exited;
  const before = files();
  const second = await forkTee();
  expect(await second.boot(dataDir, randomBytes(32))).toEqual({
    type: 'unattested',
    code: 'ACCESS_DENIED',
    reason: 'wrong-master-key',
  });
  const refused = { ok: false, error: { code: 'BAD_STATE', origin: 'TEE', reason: 'not-attested' } };
  expect(await second.request({ type: 'attest', clientNonce: randomBytes(32) })).toMatchObject(refused);
  expect(await second.request({ type: 'invoke', envelope: '{}' })).toMatchObject(refused);
  await second.request({ type: 'shutdown' });
  await second.exited;
  expect(files()).toEqual(before);
});

test.each([
  ['forward', YEAR_MS],
  ['back', -YEAR_MS],
])('a clock that jumps a year %s between boots loses nothing', async (_name, clockOffsetMs) => {
  const operationId = operationIdSchema.parse(bytesToBase64Url(randomBytes(16)));
  const first = await startTee({ dataDir, masterKey });
  const owner = await connectOwner(first.client);
  const before = await first.client.invoke('ASSESS_PAYMENT', { payment: PAYMENT }, { operationId });
  const { logId } = before.result;
  await first.stop();
  const second = await startTee({ dataDir, masterKey, clockOffsetMs });
  await reconnect(second.client, owner);
  try {
    // Its boot, and the owner's attempt and success.
    const added = 3;
    const { result: status } = await second.client.invoke('GET_STATUS', {});
    expect(status).toMatchObject({ logRows: logId + added, clockWentBack: clockOffsetMs < 0 });
    expect(await second.client.findOutcome(operationId)).toMatchObject({ result: before.result });
    const next = await second.client.invoke('ASSESS_PAYMENT', { payment: PAYMENT });
    expect(next.result.logId).toBe(logId + added + 1);
    const { result } = await second.client.invoke('VERIFY_CHAIN', {
      fromId: logId,
      maxRows: 10,
    });
    expect(result).toEqual({ verified: added + 2, total: logId + added + 1 });
  } finally {
    await second.stop();
  }
});

test('SIGKILL mid-request: TARGET_DEAD, the outcome is found, acknowledged rows stay, the chain holds', async () => {
  const tee = await startTee({ dataDir, masterKey });
  const acknowledged: number[] = [];
  try {
    const owner = await connectOwner(tee.client);
    // The moment of the kill moves through the request from before it is read to after it is answered.
    for (let delayMs = 0; delayMs <= 12; delayMs += 3) {
      const { result: sure } = await tee.client.invoke('ASSESS_PAYMENT', { payment: PAYMENT });
      acknowledged.push(sure.logId);
      const operationId = operationIdSchema.parse(bytesToBase64Url(randomBytes(16)));
      const lost = tee.client.invoke('ASSESS_PAYMENT', { payment: PAYMENT }, { operationId }).then(
        ({ result }) => acknowledged.push(result.logId),
        (error: unknown) => {
          expect(error).toBeInstanceOf(InvokeError);
          expect(error).toMatchObject({ code: 'TARGET_DEAD', unknownOperation: operationId });
        },
      );
      await sleep(delayMs);
      const killed = tee.teeProcess();
      const exited = new Promise((resolve) => killed.onExit(resolve));
      killed.kill();
      await Promise.all([exited, lost]);
      while (tee.driver.status.state !== 'ready') await sleep(10);
      await reconnect(tee.client, owner);
      const outcome = await tee.client.findOutcome(operationId);
      const retried = await tee.client.invoke('ASSESS_PAYMENT', { payment: PAYMENT }, { operationId });
      if (outcome.outcome === 'committed') {
        expect(outcome).toMatchObject({ command: 'ASSESS_PAYMENT', result: retried.result });
      }
      acknowledged.push(retried.result.logId);
      await tee.driver.restart();
      await reconnect(tee.client, owner);
    }
    const { result: list } = await tee.client.invoke('LIST_RISK_LOGS', { limit: 200 });
    const assessments = list.rows.filter(({ kind }) => kind === 'assessment').map(({ id }) => id);
    // Every round left exactly two rows, whichever way its second request went.
    expect(assessments.toSorted((a, b) => a - b)).toEqual([...new Set(acknowledged)].sort((a, b) => a - b));
    expect(assessments).toHaveLength(10);
    const first = list.rows.at(-1)?.id;
    if (first === undefined) throw new Error('no rows');
    const { result: chain } = await tee.client.invoke('VERIFY_CHAIN', { fromId: first, maxRows: 200 });
    expect(chain).toEqual({ verified: list.total, total: list.total });
  } finally {
    await tee.stop();
  }
}, 120_000);

test('nothing that was sent, and no key, lies readable in the files', async () => {
  const tee = await startTee({ dataDir, masterKey });
  await connectOwner(tee.client);
  const note = 'between-you-and-me';
  const features = {
    device: {
      platform: 'an-odd-platform',
      cores: 4,
      screen: { width: 1, height: 1, pixelRatio: 1 },
      locale: 'xx',
    },
  };
  await tee.client.invoke('ASSESS_PAYMENT', { payment: { ...PAYMENT, note } }, { features });
  await tee.stop();
  const secrets = [
    note,
    'an-odd-platform',
    PAYMENT.to,
    PAYMENT.to.slice(2).toLowerCase(),
    Buffer.from(masterKey),
    bytesToHex(masterKey),
  ];
  for (const [name, bytes] of files()) {
    for (const secret of secrets) expect(bytes.includes(secret), `${name} ${secret}`).toBe(false);
  }
});
