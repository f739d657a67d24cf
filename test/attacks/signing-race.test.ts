// A race for one review: many requests to sign it at once, against the real TEE process; and what a TEE that is killed
// between commit and answer has to say of its signature once it is back.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { InvokeError } from '../../tee-sim/client/errors.ts';
import type { TeeClient } from '../../tee-sim/client/tee-client.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { operationIdSchema } from '../../tee-sim/protocol/schema.ts';
import { type PreparedDevice, prepareDevice } from '../helpers/prepared-device.ts';
import { transferOf } from '../helpers/signing.ts';
import { type Harness, startTee } from '../helpers/tee-harness.ts';

vi.mock('../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

const REQUESTS = 100;
/** Of tries to kill it in between: most should hit. */
const TRIES = 30;
const TO = `0x${'1'.repeat(40)}`;

let device: PreparedDevice;
let tee: Harness | undefined;
afterEach(async () => {
  await tee?.stop();
  device.dispose();
});

async function start(): Promise<TeeClient> {
  const { dataDir, masterKey, clientMeasurement, clockOffsetMs } = device;
  tee = await startTee({ dataDir, masterKey, clientMeasurement, clockOffsetMs });
  await logIn(tee.client);
  return tee.client;
}

async function logIn(client: TeeClient): Promise<void> {
  await client.connect();
  const { name, password } = device.owner;
  await client.login({ factor: 'password', user: name }, [utf8ToBytes(password)]);
}

async function prepare(client: TeeClient, valueWei: string, nonce: number) {
  const { walletId } = device;
  const transaction = transferOf(TO, valueWei, { nonce: String(nonce) });
  const { result } = await client.invoke('PREPARE_TRANSACTION', { walletId, account: 0, transaction });
  return { walletId: result.walletId, reviewId: result.reviewId };
}

async function standing(client: TeeClient) {
  const { walletId } = device;
  const { total } = (await client.invoke('LIST_SIGNATURES', { walletId, limit: 1 })).result;
  const { wallet } = (await client.invoke('GET_WALLET', { walletId })).result;
  return { signatures: total, used: wallet.binding.usage.map(({ usedToday }) => usedToday) };
}

test('of 100 requests at once to sign one review, exactly one is answered with a signature', async () => {
  device = prepareDevice({ perTransaction: '60', perDay: '100' });
  const client = await start();
  const params = await prepare(client, '60', 0);
  const answers = await Promise.allSettled(
    Array.from({ length: REQUESTS }, () => client.invoke('SIGN_TRANSACTION', params)),
  );
  const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  expect(refusals).toHaveLength(REQUESTS - 1);
  for (const refusal of refusals) {
    expect(refusal).toBeInstanceOf(InvokeError);
    expect(refusal).toMatchObject({ code: 'ITEM_NOT_FOUND', reason: 'unknown-review' });
  }
  expect(await standing(client)).toEqual({ signatures: 1, used: ['60'] });
});

/** Kills the TEE at the first change of its sealed head, which is written after the commit and before the answer. */
async function killAtHead(signing: Promise<unknown>): Promise<'answered' | 'lost'> {
  const head = join(device.dataDir, 'head');
  const stamp = () => (existsSync(head) ? statSync(head, { bigint: true }).mtimeNs : 0n);
  const before = stamp();
  let outcome: 'answered' | 'lost' | undefined;
  const settled = signing.then(
    () => {
      outcome = 'answered';
    },
    () => {
      outcome = 'lost';
    },
  );
  while (outcome === undefined && stamp() === before) await new Promise((next) => setImmediate(next));
  process.kill(tee?.teeProcess().pid ?? 0, 'SIGKILL');
  await settled;
  return outcome ?? 'lost';
}

test('killed between commit and answer: the signature is in its history, counted once, and told again', async () => {
  device = prepareDevice({ perTransaction: '1', perDay: '1000' });
  let client = await start();
  let lost = 0;
  for (let round = 0; round < TRIES && lost < 2; round += 1) {
    const { signatures } = await standing(client);
    const params = await prepare(client, '1', round);
    const operationId = operationIdSchema.parse(bytesToBase64Url(randomBytes(16)));
    const signing = client.invoke('SIGN_TRANSACTION', params, { operationId });
    const outcome = await killAtHead(signing);
    await tee?.stop();
    client = await start();
    const now = await standing(client);
    const found = await client.findOutcome(operationId);
    const committed = found.outcome === 'committed';
    // One transaction: history, limit and operation all know of it, or none does.
    expect(now.signatures).toBe(signatures + (committed ? 1 : 0));
    expect(now.used).toEqual([String(now.signatures)]);
    if (outcome === 'answered') expect(committed).toBe(true);
    if (!committed || outcome === 'answered') continue;
    lost += 1;
    const again = await client.invoke('SIGN_TRANSACTION', params, { operationId });
    const { walletId } = params;
    const kept = await client.invoke('GET_SIGNATURE', { walletId, number: now.signatures });
    expect(again.result).toEqual(kept.result.signed);
    expect(await standing(client)).toEqual(now);
    // The review itself died with its session.
    const anew = client.invoke('SIGN_TRANSACTION', params);
    await expect(anew).rejects.toMatchObject({ reason: 'unknown-review' });
  }
  expect(lost).toBeGreaterThan(0);
});
