import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TeeConnection } from '../../../../../renderer/app/tee-connection.ts';
import { refreshLog } from '../../../../../renderer/screens/activity/activity-actions.ts';
import {
  type ActivityStore,
  createActivityStore,
} from '../../../../../renderer/screens/activity/activity-store.ts';
import { type ExportOrder, exportLog } from '../../../../../renderer/screens/activity/export-actions.ts';
import { NO_FILTER, withKind, withLevel } from '../../../../../renderer/screens/activity/log-filter.ts';
import {
  applyFilter,
  continueSearch,
  SHOWN_MATCHES,
  stopSearch,
} from '../../../../../renderer/screens/activity/search-actions.ts';
import type { CommandResult } from '../../../../../tee-sim/protocol/commands.ts';
import { type LogId, logIdSchema } from '../../../../../tee-sim/protocol/schema.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { stateOf } from '../../fixture.ts';
import { type OwnedDevice, ownedDevice } from '../with-owner.ts';

const FEATURES = { localHour: 3 };
const WEI = '115792089237316195423570985008687907853269984665640564039457584007913129639935';
const NOTE = '=1+1, "שלום"\n👩‍🚀';
const BOOTS = withKind(NO_FILTER, 'boot');
const ASSESSMENTS = withKind(NO_FILTER, 'assessment');

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let tee: TeeConnection;
let store: ActivityStore;
/** Newest first. */
let assessed: LogId[];
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  tee = device.tee;
  store = createActivityStore();
  const payment = {
    chainId: 1,
    to: '0x52908400098527886E0F7030069857D2E4169EE7',
    amountWei: WEI,
    note: NOTE,
  };
  assessed = [];
  for (let i = 0; i < 3; i += 1) {
    const { result } = await tee.invoke('ASSESS_PAYMENT', { payment }, { features: FEATURES });
    assessed.unshift(result.logId);
  }
  await refreshLog(store, tee);
});
afterEach(() => fake.dispose());

type Found = CommandResult<'SEARCH_RISK_LOGS'>;

/** A log of `total` assessments that all match, `perCall` looked at in each call. */
function longTee(
  total: number,
  perCall: number,
  damagedId?: number,
): { tee: TeeConnection; asked: unknown[] } {
  const asked: unknown[] = [];
  const invoke = async (_command: string, params: { beforeId?: number }): Promise<{ result: Found }> => {
    asked.push(params);
    await Promise.resolve();
    const first = Math.min((params.beforeId ?? total + 1) - 1, total);
    const ids = Array.from({ length: Math.min(perCall, first) }, (_, i) => logIdSchema.parse(first - i));
    const rows = ids
      .filter((id) => id !== damagedId)
      .map((id) => ({
        summary: {
          id,
          atMs: id,
          kind: 'assessment',
          sizeBytes: 1,
          ciphertextHead: '',
          suite: 2,
          features: 'none',
        } as const,
        record: '{}',
      }));
    const last = ids.at(-1) ?? logIdSchema.parse(1);
    const result = { rows, damaged: ids.filter((id) => id === damagedId), scanned: ids.length, total };
    return { result: last > 1 ? { ...result, nextBeforeId: last } : result };
  };
  return { tee: { invoke } as unknown as TeeConnection, asked };
}

describe('a filter', () => {
  test('shows what matches, newest first', async () => {
    await applyFilter(store, tee, ASSESSMENTS);
    const { search, total } = store.getState();
    expect(search).toMatchObject({ status: 'done', scanned: total, total, damaged: 0 });
    expect(search?.entries.map(({ id }) => id)).toEqual(assessed);
    await applyFilter(store, tee, BOOTS);
    expect(store.getState().search?.entries).toMatchObject([{ id: 1, summary: { kind: 'boot' } }]);
    await applyFilter(store, tee, withLevel(NO_FILTER, 'Denied'));
    expect(store.getState().search).toMatchObject({ status: 'done', entries: [] });
  });

  test('that is cleared, or impossible, searches nothing', async () => {
    await applyFilter(store, tee, BOOTS);
    const calls = fake.calls.length;
    await applyFilter(store, tee, NO_FILTER);
    expect(store.getState()).toMatchObject({ filter: NO_FILTER, search: undefined });
    const impossible = { ...NO_FILTER, fromDay: '2026-01-02', toDay: '2026-01-01' };
    await applyFilter(store, tee, impossible);
    expect(store.getState()).toMatchObject({ filter: impossible, search: undefined });
    expect(fake.calls).toHaveLength(calls);
  });

  test('another one ends the search of the first', async () => {
    const long = longTee(1_000, 100);
    const first = applyFilter(store, long.tee, ASSESSMENTS);
    await applyFilter(store, tee, BOOTS);
    await first;
    expect(long.asked.length).toBeLessThan(10);
    expect(store.getState().search).toMatchObject({ status: 'done', entries: [{ id: 1 }] });
  });

  test('is stopped between two calls, and gone on with', async () => {
    const long = longTee(1_000, 100);
    const stop = store.subscribe(({ search }) => {
      if (search?.status === 'busy' && search.scanned === 300) stopSearch(store);
    });
    await applyFilter(store, long.tee, ASSESSMENTS);
    stop();
    expect(store.getState().search).toMatchObject({ status: 'stopped', scanned: 300, total: 1_000 });
    await continueSearch(store, long.tee);
    const { search } = store.getState();
    expect(search).toMatchObject({ status: 'done', scanned: 1_000 });
    expect(search?.entries.map(({ id }) => id)).toEqual(Array.from({ length: 1_000 }, (_, i) => 1_000 - i));
    await continueSearch(store, long.tee);
    expect(long.asked).toHaveLength(10);
  });

  test('names damaged rows in their place', async () => {
    await applyFilter(store, longTee(10, 10, 7).tee, ASSESSMENTS);
    const { search } = store.getState();
    expect(search?.damaged).toBe(1);
    expect(search?.entries[3]).toEqual({ id: 7, summary: undefined });
  });

  test('ends where more is found than anybody reads', async () => {
    await applyFilter(store, longTee(SHOWN_MATCHES + 5_000, 2_000).tee, ASSESSMENTS);
    const { search } = store.getState();
    expect(search?.status).toBe('full');
    expect(search?.entries).toHaveLength(SHOWN_MATCHES);
  });

  test('keeps what it found when the TEE dies, and goes on when it is back', async () => {
    fake.prepareAccident('dies-before', 20);
    await applyFilter(store, tee, ASSESSMENTS);
    expect(store.getState().search).toMatchObject({ status: 'failed', failure: { code: 'TARGET_DEAD' } });
    await stateOf(tee, 'connected');
    await device.unlock();
    await continueSearch(store, tee);
    expect(store.getState().search).toMatchObject({ status: 'done', failure: undefined });
  });
});

describe('an export', () => {
  let saved: { suggestedName: string; mimeType: string; text: string }[];
  beforeEach(() => {
    saved = [];
  });
  const order = (more: Partial<ExportOrder> = {}): ExportOrder => ({
    format: 'json',
    withFeatures: false,
    saveFile: async (file) => {
      saved.push(file);
      return { saved: true };
    },
    signal: new AbortController().signal,
    wallNowMs: () => 1_800_000_000_000,
    ...more,
  });

  test('of everything has every entry, without features', async () => {
    await exportLog(store, tee, order());
    const entries = JSON.parse(saved[0]?.text ?? '');
    const { total } = store.getState();
    expect(entries.map(({ id }: { id: number }) => id)).toEqual(
      Array.from({ length: total }, (_, i) => total - i),
    );
    expect(entries[0].record.payment).toMatchObject({ amountWei: WEI, note: NOTE });
    expect(saved[0]?.text).not.toContain('localHour');
    expect(saved[0]).toMatchObject({ mimeType: 'application/json' });
    expect(store.getState().exporting).toEqual({ status: 'saved', rows: total, damaged: 0, files: 1 });
  });

  test('follows the filter, and has features when asked', async () => {
    await applyFilter(store, tee, ASSESSMENTS);
    await exportLog(store, tee, order({ format: 'csv', withFeatures: true }));
    expect(saved[0]?.text.match(/localHour/g)).toHaveLength(3);
    expect(saved[0]?.text).toContain(WEI);
    expect(saved[0]?.text).toContain("'=1+1");
    expect(store.getState().exporting).toMatchObject({ rows: 3 });
  });

  test('that is too long for one file goes on in the next', async () => {
    await exportLog(store, longTee(100, 30, 50).tee, order({ maxBytes: 2_000 }));
    expect(saved.length).toBeGreaterThan(2);
    for (const [i, { suggestedName }] of saved.entries()) {
      expect(suggestedName).toBe(`airaccount-log-2027-01-15T08-00-00Z-part-${i + 1}.json`);
    }
    const ids = saved.flatMap(({ text }) => JSON.parse(text).map(({ id }: { id: number }) => id));
    expect(ids).toEqual(Array.from({ length: 100 }, (_, i) => 100 - i));
    expect(store.getState().exporting).toEqual({
      status: 'saved',
      rows: 99,
      damaged: 1,
      files: saved.length,
    });
  });

  test('whose second file nobody wants says that the first is there', async () => {
    const saveFile: ExportOrder['saveFile'] = async (file) => ({ saved: saved.push(file) === 1 });
    await exportLog(store, longTee(100, 30).tee, order({ maxBytes: 2_000, saveFile }));
    expect(saved).toHaveLength(2);
    expect(store.getState().exporting).toEqual({ status: 'cancelled', files: 1 });
  });

  test('with days in the wrong order saves nothing, least of all everything', async () => {
    await applyFilter(store, tee, { ...NO_FILTER, fromDay: '2026-01-02', toDay: '2026-01-01' });
    await exportLog(store, tee, order());
    expect(saved).toEqual([]);
    expect(store.getState().exporting).toEqual({ status: 'idle' });
  });

  test('that is stopped saves nothing', async () => {
    const controller = new AbortController();
    const stop = store.subscribe(({ exporting }) => {
      if (exporting.status === 'busy' && exporting.scanned === 60) controller.abort();
    });
    const long = longTee(1_000, 30);
    await exportLog(store, long.tee, order({ signal: controller.signal }));
    stop();
    expect(saved).toEqual([]);
    expect(long.asked.length).toBeLessThan(5);
    expect(store.getState().exporting).toEqual({ status: 'cancelled', files: 0 });
  });

  test('that fails says why', async () => {
    fake.die();
    await exportLog(store, tee, order());
    expect(store.getState().exporting).toMatchObject({
      status: 'failed',
      failure: { reason: 'not-attested' },
    });
    expect(saved).toEqual([]);
  });
});
