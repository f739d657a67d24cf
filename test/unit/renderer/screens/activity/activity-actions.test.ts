import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TeeConnection } from '../../../../../renderer/app/tee-connection.ts';
import {
  closeRow,
  eraseFeatures,
  loadPage,
  openRow,
  refreshLog,
  showFrom,
  verifyLog,
} from '../../../../../renderer/screens/activity/activity-actions.ts';
import {
  type ActivityStore,
  createActivityStore,
} from '../../../../../renderer/screens/activity/activity-store.ts';
import { readAssessedRecord } from '../../../../../renderer/screens/activity/log-record.ts';
import { type LogId, logIdSchema } from '../../../../../tee-sim/protocol/schema.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { stateOf } from '../../fixture.ts';
import { type OwnedDevice, ownedDevice } from '../with-owner.ts';

const FEATURES = { localHour: 3 };

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let tee: TeeConnection;
let store: ActivityStore;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  tee = device.tee;
  store = createActivityStore();
});
afterEach(() => fake.dispose());

async function assessed(note = ''): Promise<LogId> {
  const payment = {
    chainId: 1,
    to: '0x52908400098527886E0F7030069857D2E4169EE7',
    amountWei: '5',
    note,
  };
  const { result } = await tee.invoke('ASSESS_PAYMENT', { payment }, { features: FEATURES });
  return result.logId;
}

/** The TEE dies meanwhile; when it is back, the owner unlocks it. */
async function eraseAndUnlock(logId: LogId): Promise<void> {
  const done = eraseFeatures(store, tee, logId);
  await stateOf(tee, 'restarting');
  await stateOf(tee, 'connected');
  await device.unlock();
  await done;
}

const wallNowMs = (): number => 42;
const notStopped = new AbortController().signal;

describe('the list', () => {
  test('has the newest page and the number of rows', async () => {
    const logId = await assessed();
    await refreshLog(store, tee);
    const { list, loaded, pages, total } = store.getState();
    expect([list.status, loaded, total]).toEqual(['idle', true, logId]);
    expect(pages[0]?.rows.map(({ id }) => id)).toEqual(Array.from({ length: logId }, (_, i) => logId - i));
  });

  test('loads any page by key, once', async () => {
    for (let i = 0; i < 60; i += 1) await assessed();
    await refreshLog(store, tee);
    const { total } = store.getState();
    expect(store.getState().pages[1]?.rows[0]?.id).toBe(total);
    expect(store.getState().pages[0]).toBeUndefined();
    await loadPage(store, tee, 0);
    expect(store.getState().pages[0]?.rows.map(({ id }) => id)).toEqual(
      Array.from({ length: 50 }, (_, i) => 50 - i),
    );
    const calls = fake.calls.length;
    await loadPage(store, tee, 0);
    await loadPage(store, tee, -1);
    expect(fake.calls).toHaveLength(calls);
  });

  test('counts rows that do not hold, and knows which they are', async () => {
    const damaged = [70, 55, 40].map((id) => logIdSchema.parse(id));
    const invoke = async () => ({ result: { rows: [], damaged, total: 70 } });
    await refreshLog(store, { invoke } as unknown as TeeConnection);
    const { pages, total } = store.getState();
    expect(total).toBe(70);
    expect(pages).toEqual({ 1: { rows: [], damaged: [70, 55] } });
  });

  test('keeps what it shows when it cannot be refreshed', async () => {
    await refreshLog(store, tee);
    const { pages } = store.getState();
    fake.die();
    await refreshLog(store, tee);
    expect(store.getState().list).toMatchObject({ status: 'failed', failure: { reason: 'not-attested' } });
    expect(store.getState().pages).toBe(pages);
  });

  test('shows a stretch from any id, and the end of the log for none', async () => {
    await assessed();
    await refreshLog(store, tee);
    showFrom(store, 1);
    expect(store.getState().topId).toBe(1);
    showFrom(store, -5);
    expect(store.getState().topId).toBe(1);
    showFrom(store, 1_000);
    expect(store.getState().topId).toBeUndefined();
  });
});

describe('one row', () => {
  test('is decrypted on demand and forgotten when closed', async () => {
    const logId = await assessed('lunch');
    await openRow(store, tee, logId);
    const { detail } = store.getState();
    if (detail?.status !== 'shown') throw new Error('not shown');
    expect(detail.opened.features).toEqual(FEATURES);
    expect(readAssessedRecord(detail.opened.record)?.payment.note).toBe('lunch');
    closeRow(store);
    expect(store.getState().detail).toBeUndefined();
  });

  test('that does not exist is a failure of its own', async () => {
    await openRow(store, tee, logIdSchema.parse(999));
    expect(store.getState().detail).toMatchObject({
      status: 'failed',
      failure: { reason: 'unknown-log-row' },
    });
  });

  test('closed before it came stays closed', async () => {
    const logId = await assessed();
    const opening = openRow(store, tee, logId);
    closeRow(store);
    await opening;
    expect(store.getState().detail).toBeUndefined();
  });
});

describe('erasing features', () => {
  test('removes them, leaves the row, and gets a row of its own', async () => {
    const logId = await assessed();
    await refreshLog(store, tee);
    await openRow(store, tee, logId);
    await eraseFeatures(store, tee, logId);
    const { detail, erasure, pages, total } = store.getState();
    expect(erasure).toEqual({ status: 'done', erasureLogId: total });
    if (detail?.status !== 'shown') throw new Error('not shown');
    expect(detail.opened.features).toBeUndefined();
    expect(detail.opened.summary.features).toBe('erased');
    expect(pages[0]?.rows.find(({ id }) => id === logId)?.features).toBe('erased');
    expect(pages[0]?.rows[0]).toMatchObject({ id: total, kind: 'erasure' });
  });

  test('twice says that nothing is left to erase', async () => {
    const logId = await assessed();
    await eraseFeatures(store, tee, logId);
    await eraseFeatures(store, tee, logId);
    expect(store.getState().erasure).toMatchObject({
      status: 'failed',
      failure: { reason: 'features-erased' },
    });
  });

  test('whose answer is lost is found again', async () => {
    const logId = await assessed();
    await openRow(store, tee, logId);
    fake.prepareAccident('dies-after', 20);
    await eraseAndUnlock(logId);
    expect(store.getState().erasure.status).toBe('done');
  });

  test('that never arrived is said not to have been carried out', async () => {
    const logId = await assessed();
    fake.prepareAccident('dies-before', 20);
    await eraseAndUnlock(logId);
    expect(store.getState().erasure).toMatchObject({
      status: 'failed',
      failure: { reason: 'operation-unknown' },
    });
  });
});

describe('verifying the chain', () => {
  test('goes through every row and says when', async () => {
    await assessed();
    const last = await assessed();
    await verifyLog(store, tee, notStopped, wallNowMs);
    expect(store.getState().integrity).toEqual({ status: 'verified', verified: last, atMs: 42 });
  });

  test('stops between two pages when told to', async () => {
    const asked: unknown[] = [];
    const stopped = new AbortController();
    const paged = pagedTee(asked, [
      { verified: 500, total: 1_200, nextId: 501 },
      { verified: 500, total: 1_200, nextId: 1_001 },
      { verified: 200, total: 1_200 },
    ]);
    store.subscribe(({ integrity }) => {
      if (integrity.status === 'busy' && integrity.verified === 500) stopped.abort();
    });
    await verifyLog(store, paged, stopped.signal, wallNowMs);
    expect(store.getState().integrity).toEqual({ status: 'cancelled', verified: 1_000, total: 1_200 });
    expect(asked).toEqual([
      { fromId: 1, maxRows: 500 },
      { fromId: 501, maxRows: 500 },
    ]);
  });

  test('names the first row that does not hold, and goes no further', async () => {
    const asked: unknown[] = [];
    const paged = pagedTee(asked, [
      { verified: 500, total: 1_200, nextId: 501 },
      { verified: 7, total: 1_200, brokenAt: 508, nextId: 1_001 },
    ]);
    await verifyLog(store, paged, notStopped, wallNowMs);
    expect(store.getState().integrity).toEqual({ status: 'broken', brokenAt: 508 });
    expect(asked).toHaveLength(2);
  });

  test('that cannot go on is a failure', async () => {
    fake.die();
    await verifyLog(store, tee, notStopped, wallNowMs);
    expect(store.getState().integrity.status).toBe('failed');
  });
});

/** Answers VERIFY_CHAIN with one page after the other: more rows than a test wants to write. */
function pagedTee(asked: unknown[], pages: readonly object[]): TeeConnection {
  const invoke = async (_command: string, params: unknown) => {
    asked.push(params);
    return { result: pages[asked.length - 1] };
  };
  return { invoke } as unknown as TeeConnection;
}

describe('a record', () => {
  test.each(['', 'null', '{}', '[1]', '{"payment":{},"assessment":{}}'])(
    '%j is shown as JSON only',
    (text) => {
      expect(readAssessedRecord(text)).toBeUndefined();
    },
  );
});
