// The whole sealed channel, client to TEE and back, for every pairing of engines and every record suite.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePayments } from '../../cli/sample-payments.ts';
import type { EngineName } from '../../tee-sim/crypto/engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import { type LogId, operationIdSchema } from '../../tee-sim/protocol/schema.ts';
import { connectOwner, reconnect } from '../helpers/connect-owner.ts';
import { type Harness, startTee } from '../helpers/tee-harness.ts';
import type { TestUser } from '../helpers/test-user.ts';

const ENGINES: readonly EngineName[] = ['noble', 'sm-crypto'];
const SUITES = [1, 2] as const;
const pairings = ENGINES.flatMap((clientEngine) =>
  ENGINES.flatMap((teeEngine) => SUITES.map((recordSuite) => ({ clientEngine, teeEngine, recordSuite }))),
);
const [sample] = samplePayments;
if (sample === undefined) throw new Error('there is no sample');
const { payment, features } = sample;

describe.each(pairings)('client $clientEngine, TEE $teeEngine, record suite $recordSuite', (pairing) => {
  let tee: Harness;
  let logId: LogId;
  const operationId = operationIdSchema.parse(bytesToBase64Url(randomBytes(16)));

  beforeAll(async () => {
    tee = await startTee(pairing);
    await connectOwner(tee.client);
  });
  afterAll(() => tee.stop());

  it('assesses a payment: signed, opened, and committed under its operation id', async () => {
    const invoke = () => tee.client.invoke('ASSESS_PAYMENT', { payment }, { features, operationId });
    const { result, exchange } = await invoke();
    expect(exchange).toMatchObject({ code: 'SUCCESS', command: 'ASSESS_PAYMENT' });
    expect(exchange.steps.map(({ step }) => step)).toEqual([
      'session-key',
      'wrap-key',
      'seal-request',
      'carry',
      'unwrap-key',
      'open',
      'validate',
      'replay',
      'authorize',
      'assess',
      'store',
      'verify-answer',
      'open-answer',
    ]);
    logId = result.logId;
    expect((await invoke()).result).toEqual(result);
    expect(await tee.client.findOutcome(operationId)).toEqual({
      outcome: 'committed',
      command: 'ASSESS_PAYMENT',
      result,
    });
  });

  it('lists and reads the row back', async () => {
    const list = (await tee.client.invoke('LIST_RISK_LOGS', { limit: 10 })).result;
    const summary = list.rows.find((row) => row.id === logId);
    expect(summary).toMatchObject({ kind: 'assessment', suite: pairing.recordSuite, features: 'stored' });
    const row = (await tee.client.invoke('GET_RISK_LOG', { logId })).result;
    expect(row.summary).toEqual(summary);
    expect(row.features).toEqual(features);
    expect(JSON.parse(row.record)).toMatchObject({ payment: { note: payment.note }, operationId });
  });

  it('states its engine and suite', async () => {
    const { result } = await tee.client.invoke('GET_STATUS', {});
    expect(result).toMatchObject({ engine: pairing.teeEngine, recordSuite: pairing.recordSuite });
  });

  it('erases features, and the chain still stands', async () => {
    await tee.client.invoke('ERASE_FEATURES', { logId });
    const row = (await tee.client.invoke('GET_RISK_LOG', { logId })).result;
    expect(row.summary.features).toBe('erased');
    expect(row.features).toBeUndefined();
    await expect(tee.client.invoke('ERASE_FEATURES', { logId })).rejects.toMatchObject({
      reason: 'features-erased',
    });
    const [first] = (await tee.client.invoke('LIST_RISK_LOGS', { limit: 200 })).result.rows.slice(-1);
    if (first === undefined) throw new Error('the log is empty');
    const chain = (await tee.client.invoke('VERIFY_CHAIN', { fromId: first.id, maxRows: 2_000 })).result;
    expect(chain.brokenAt).toBeUndefined();
    expect(chain.verified).toBe(chain.total);
  });

  it('closes the session', async () => {
    await tee.client.disconnect();
    expect(tee.client.session).toBeUndefined();
    await tee.client.connect();
    expect(tee.client.session).toMatchObject({ programChanged: false });
  });
});

describe('engines and suites over one folder', () => {
  it('what one wrote the other reads, and both suites live in one log', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'airaccount-test-'));
    const masterKey = randomBytes(32);
    try {
      const ids: LogId[] = [];
      let owner: TestUser | undefined;
      for (const { teeEngine, recordSuite } of pairings) {
        const tee = await startTee({ dataDir, masterKey, teeEngine, recordSuite });
        try {
          if (owner === undefined) owner = await connectOwner(tee.client);
          else await reconnect(tee.client, owner);
          const { result } = await tee.client.invoke('ASSESS_PAYMENT', { payment }, { features });
          ids.push(result.logId);
          for (const logId of ids) {
            const row = (await tee.client.invoke('GET_RISK_LOG', { logId })).result;
            expect(row.features).toEqual(features);
          }
        } finally {
          await tee.stop();
        }
      }
      expect(ids).toHaveLength(pairings.length);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
