import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../../../preload/contract.ts';
import type { TeeConnection } from '../../../../../renderer/app/tee-connection.ts';
import {
  type ActivityStore,
  createActivityStore,
} from '../../../../../renderer/screens/activity/activity-store.ts';
import { EXPORT_ROWS, exportLog } from '../../../../../renderer/screens/activity/export-actions.ts';
import {
  EXPORT_FORMATS,
  exportName,
  exportText,
  MIME_TYPES,
} from '../../../../../renderer/screens/activity/log-export.ts';
import type { LogSummary } from '../../../../../tee-sim/protocol/assessment.ts';
import { TeeError } from '../../../../../tee-sim/protocol/codes.ts';
import { logIdSchema } from '../../../../../tee-sim/protocol/schema.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { connectionOver, stateOf } from '../../fixture.ts';

const ROW: LogSummary = {
  id: logIdSchema.parse(7),
  atMs: Date.UTC(2026, 10, 22, 6, 56, 17, 5),
  kind: 'assessment',
  sizeBytes: 1_234,
  ciphertextHead: 'b11f4f',
  suite: 2,
  features: 'stored',
};

describe('the text of an export', () => {
  test('is CSV with CRLF and times in UTC', () => {
    expect(exportText('csv', { rows: [ROW], damaged: [logIdSchema.parse(9)] })).toBe(
      [
        'id,holds,timeUtc,kind,features,sizeBytes,suite,ciphertextHead',
        '9,false,,,,,,',
        '7,true,2026-11-22T06:56:17.005Z,assessment,stored,1234,2,b11f4f',
        '',
      ].join('\r\n'),
    );
  });

  test('is JSON with the same columns', () => {
    expect(JSON.parse(exportText('json', { rows: [ROW], damaged: [logIdSchema.parse(3)] }))).toEqual([
      {
        id: 7,
        holds: true,
        timeUtc: '2026-11-22T06:56:17.005Z',
        kind: 'assessment',
        features: 'stored',
        sizeBytes: 1_234,
        suite: 2,
        ciphertextHead: 'b11f4f',
      },
      { id: 3, holds: false },
    ]);
  });

  test('runs nothing in a spreadsheet and breaks no line', () => {
    const text = exportText('csv', { rows: [{ ...ROW, ciphertextHead: '=cmd|"x",\r\n1' }], damaged: [] });
    expect(text).toContain(`"'=cmd|""x"",\r\n1"`);
  });

  test.each(EXPORT_FORMATS)(
    '%s: name and type are ones that main accepts, and so is the longest text',
    (format) => {
      const input = { suggestedName: exportName(format, ROW.atMs), mimeType: MIME_TYPES[format], text: '' };
      expect(contract.app.saveFile.input.safeParse(input).success).toBe(true);
      const exportOf = (rows: LogSummary[]): string => exportText(format, { rows, damaged: [] });
      const longest = { ...ROW, id: logIdSchema.parse(1_000_000_000), ciphertextHead: 'f'.repeat(64) };
      const lines = exportOf([longest, longest]).length - exportOf([longest]).length;
      const text = 'x'.repeat(lines * EXPORT_ROWS);
      expect(contract.app.saveFile.input.safeParse({ ...input, text }).success).toBe(true);
    },
  );
});

describe('exporting', () => {
  let fake: FakeBridge;
  let tee: TeeConnection;
  let store: ActivityStore;
  const saved: string[] = [];
  const saveFile = async ({ text }: { text: string }) => {
    saved.push(text);
    return { saved: true };
  };
  const order = { format: 'json', saveFile, wallNowMs: () => 0 } as const;

  beforeEach(async () => {
    saved.length = 0;
    fake = new FakeBridge();
    tee = connectionOver(fake);
    tee.start();
    await stateOf(tee, 'connected');
    store = createActivityStore();
  });
  afterEach(() => fake.dispose());

  test('saves every row, newest first', async () => {
    fake.tee.shutDown();
    fake.restart();
    await stateOf(tee, 'connected');
    await exportLog(store, tee, { ...order, signal: new AbortController().signal });
    const rows = JSON.parse(saved[0] ?? '') as { id: number }[];
    expect(rows.map(({ id }) => id)).toEqual(Array.from(rows, (_, i) => rows.length - i));
    expect(store.getState().exporting).toEqual({ status: 'saved', rows: rows.length, total: rows.length });
  });

  test('goes on by key until the last page', async () => {
    const asked: unknown[] = [];
    const page = (top: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...ROW, id: logIdSchema.parse(top - i) }));
    const pages = [page(450, 200), page(250, 200), page(50, 49)];
    const paged = {
      invoke: async (_command: string, params: unknown) => {
        asked.push(params);
        return {
          result: { rows: pages[asked.length - 1], damaged: asked.length === 3 ? [1] : [], total: 450 },
        };
      },
    } as unknown as TeeConnection;
    await exportLog(store, paged, { ...order, signal: new AbortController().signal });
    expect(asked).toEqual([
      { beforeId: undefined, limit: 200 },
      { beforeId: 251, limit: 200 },
      { beforeId: 51, limit: 200 },
    ]);
    expect(store.getState().exporting).toEqual({ status: 'saved', rows: 450, total: 450 });
  });

  test('that is cancelled saves nothing', async () => {
    const stopped = new AbortController();
    stopped.abort();
    await exportLog(store, tee, { ...order, signal: stopped.signal });
    expect(saved).toEqual([]);
    expect(store.getState().exporting).toEqual({ status: 'idle' });
  });

  test('that the person calls off in the dialog says nothing', async () => {
    const callOff = async () => ({ saved: false });
    await exportLog(store, tee, { ...order, saveFile: callOff, signal: new AbortController().signal });
    expect(store.getState().exporting).toEqual({ status: 'idle' });
  });

  test('that cannot be written says why', async () => {
    const full = async () => {
      throw new TeeError('STORAGE_NO_SPACE', 'disk-full', 'COMMS');
    };
    await exportLog(store, tee, { ...order, saveFile: full, signal: new AbortController().signal });
    expect(store.getState().exporting).toMatchObject({ status: 'failed', failure: { reason: 'disk-full' } });
  });
});
