import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LOG_KINDS, type LogSummary } from '../../../../tee-sim/protocol/assessment.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { type CommandAnswer, commands } from '../../../../tee-sim/protocol/commands.ts';
import { type LogId, logIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import type { LogRow } from '../../../../tee-sim/storage/storage.ts';
import type { Call, TaServices } from '../../../../tee-sim/ta/call.ts';
import { SEARCH_COST, searchRiskLogs } from '../../../../tee-sim/ta/search-risk-logs.ts';
import type { TestSession } from '../../../helpers/seal-request.ts';
import { operationId, PAYMENT, TestTee } from '../../../helpers/tee-in-process.ts';
import type { TestUser } from '../../../helpers/test-user.ts';

type Found = CommandAnswer<'SEARCH_RISK_LOGS'>;
const FEATURES = { localHour: 3 };
const TAIL_ROWS = 70;
const START_MS = 1_800_000_000_000;

describe('a real log', () => {
  let tee: TestTee;
  let session: TestSession;
  let owner: TestUser;
  beforeEach(() => {
    tee = new TestTee();
    ({ owner, session } = tee.withOwner());
    // Rows 2 … 5 are the client's and the owner's. Rows 6 … 9, a minute apart; row 8 goes to nobody, row 10 is an
    // erasure.
    for (const to of [PAYMENT.to, PAYMENT.to, `0x${'0'.repeat(40)}`, PAYMENT.to]) {
      tee.advance(60_000);
      const options = { session, features: FEATURES, operationId: operationId() };
      expect(tee.call('ASSESS_PAYMENT', { payment: { ...PAYMENT, to } }, options).code).toBe('SUCCESS');
    }
    tee.call('ERASE_FEATURES', { logId: 6 }, { session, operationId: operationId() });
  });
  afterEach(() => tee.dispose());

  const call = (filter: object, rest: object = {}) =>
    tee.call('SEARCH_RISK_LOGS', { filter, limit: 200, content: 'none', ...rest }, { session });
  const search = (filter: object, rest: object = {}): Found => {
    const { body } = call(filter, rest);
    // Results are sent as they are: parsing them must change nothing.
    expect(commands.SEARCH_RISK_LOGS.result.parse(body)).toEqual(body);
    return body as Found;
  };
  const ids = (found: Found): number[] => found.rows.map(({ summary }) => summary.id);

  test('no filter finds everything, newest first, undecrypted', () => {
    const found = search({});
    expect(found).toMatchObject({ scanned: 10, total: 10, damaged: [] });
    expect(found).not.toHaveProperty('nextBeforeId');
    expect(ids(found)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    for (const row of found.rows) expect(Object.keys(row)).toEqual(['summary']);
  });

  test('by kind', () => {
    expect(ids(search({ kinds: ['boot'] }))).toEqual([1]);
    expect(ids(search({ kinds: ['erasure', 'boot'] }))).toEqual([10, 1]);
    expect(search({ kinds: ['session'] })).toMatchObject({ rows: [], scanned: 10 });
  });

  test('by level, which only assessments have', () => {
    const { rows } = search({}, { content: 'record' });
    const levels = new Map<number, string | undefined>(
      rows.map(({ summary, record }) => [summary.id, JSON.parse(record ?? '').assessment?.level]),
    );
    expect(levels.get(8)).not.toBe(levels.get(9));
    for (const level of ['Standard', 'Enhanced', 'Maximum', 'Denied']) {
      const expected = [...levels].filter(([, of]) => of === level).map(([id]) => id);
      expect(ids(search({ levels: [level] }))).toEqual(expected);
    }
    expect(ids(search({ levels: ['Standard', 'Enhanced', 'Maximum', 'Denied'] }))).toEqual([9, 8, 7, 6]);
    expect(ids(search({ levels: ['Standard'], kinds: ['boot'] }))).toEqual([]);
  });

  test('by time: from is in, before is out', () => {
    const at = (minutes: number): number => START_MS + minutes * 60_000;
    expect(ids(search({ fromMs: at(2), beforeMs: at(4) }))).toEqual([8, 7]);
    expect(ids(search({ fromMs: at(4) }))).toEqual([10, 9]);
    expect(ids(search({ beforeMs: at(1) }))).toEqual([5, 4, 3, 2, 1]);
    expect(ids(search({ fromMs: at(1), beforeMs: at(1) }))).toEqual([]);
  });

  test('gives content only when asked, and features only when asked and not erased', () => {
    for (const { record, features } of search({}, { content: 'record' }).rows) {
      expect(record).toBeTypeOf('string');
      expect(features).toBeUndefined();
    }
    const all = search({ kinds: ['assessment'] }, { content: 'record-and-features' }).rows;
    expect(all.map(({ features }) => features)).toEqual([FEATURES, FEATURES, FEATURES, undefined]);
  });

  test('goes on where the last call ended', () => {
    const first = search({}, { limit: 7 });
    expect([ids(first), first.nextBeforeId, first.scanned]).toEqual([[10, 9, 8, 7, 6, 5, 4], 4, 7]);
    const second = search({}, { limit: 4, beforeId: 4 });
    expect([ids(second), second.nextBeforeId, second.scanned]).toEqual([[3, 2, 1], undefined, 3]);
    expect(search({}, { beforeId: 1 })).toMatchObject({ rows: [], scanned: 0, total: 10 });
    expect(ids(search({}, { beforeId: 1_000_000 }))).toHaveLength(10);
  });

  test.each([
    ['an unknown kind', { kinds: ['bot'] }, {}],
    ['no kind at all', { kinds: [] }, {}],
    ['more kinds than there are', { kinds: Array(LOG_KINDS.length + 1).fill('boot') }, {}],
    ['an unknown level', { levels: ['None'] }, {}],
    ['no level at all', { levels: [] }, {}],
    ['a time that is text', { fromMs: '0' }, {}],
    ['a time before 1970', { fromMs: -1 }, {}],
    ['half a millisecond', { beforeMs: 0.5 }, {}],
    ['an end before its beginning', { fromMs: 2, beforeMs: 1 }, {}],
    ['an unknown part', { user: 'x' }, {}],
    ['another prototype', JSON.parse('{"__proto__":{"kinds":["boot"]}}'), {}],
    ['too many rows', {}, { limit: 201 }],
    ['no rows', {}, { limit: 0 }],
    ['an unknown content', {}, { content: 'features' }],
    ['a row below the first', {}, { beforeId: 0 }],
  ])('refuses %s', (_what, filter, rest) => {
    expect(call(filter, rest)).toMatchObject({ code: 'BAD_PARAMETERS', reason: 'malformed' });
  });

  test('refuses a filter that is none', () => {
    for (const filter of [null, [], 'boot', undefined]) {
      expect(call(filter as unknown as object)).toMatchObject({ code: 'BAD_PARAMETERS' });
    }
  });

  test('refuses a caller without a session', () => {
    const params = { filter: {}, limit: 1, content: 'none' };
    expect(tee.call('SEARCH_RISK_LOGS', params)).toMatchObject({ code: 'BAD_STATE', reason: 'no-session' });
  });

  test('names damaged rows, whatever the filter, and goes on behind them', () => {
    // A boot checks the newest rows itself: the damage lies below them.
    for (let i = 0; i < TAIL_ROWS; i += 1) {
      tee.call('ASSESS_PAYMENT', { payment: PAYMENT }, { session, operationId: operationId() });
    }
    tee.shutDown();
    const db = new Database(join(tee.dataDir, 'airaccount.db'));
    const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
      name: string;
      sql: string;
    }[];
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    // Row 7 has another time; row 8 holds in the chain, but its record does not open.
    db.exec('UPDATE risk_logs SET at_ms = 1 WHERE id = 7');
    db.exec('UPDATE risk_logs SET record = zeroblob(length(record)) WHERE id = 8');
    for (const { sql } of triggers) db.exec(sql);
    db.close();
    tee.boot();
    tee.advance(30_000);
    session = tee.login(tee.openSession(), owner);
    const decrypted = search({ kinds: ['assessment'] }, { content: 'record', beforeId: 11 });
    expect(decrypted.scanned).toBe(10);
    expect(decrypted.damaged).toEqual(expect.arrayContaining([8, 7]));
    expect(ids(decrypted)).toContain(9);
    // Row 6 is sound, but no sound row vouches for it: nothing is both, or neither.
    expect([...ids(decrypted), ...decrypted.damaged].sort()).toEqual([6, 7, 8, 9]);
    expect(search({ kinds: ['erasure'] }, { beforeId: 11 })).toMatchObject({ rows: [{}], damaged: [7] });
    const list = tee.call('LIST_RISK_LOGS', { limit: 200, beforeId: 11 }, { session });
    const { rows, damaged } = list.body as CommandAnswer<'LIST_RISK_LOGS'>;
    expect(damaged).toEqual([7]);
    expect(rows.map(({ id }) => id)).toEqual([10, 9, 8, 6, 5, 4, 3, 2, 1]);
  });
});

describe('a long log', () => {
  test('is looked through in bounded calls, and what was decrypted is zeroed', () => {
    const log = longLog(5_000, '{"command":"ASSESS_PAYMENT"}');
    const cheap = found(log, { filter: { kinds: ['boot'] } });
    expect(cheap).toMatchObject({
      rows: [],
      scanned: SEARCH_COST,
      total: 5_000,
      nextBeforeId: 5_001 - SEARCH_COST,
    });
    const dear = found(log, { filter: { levels: ['Denied'] } });
    expect(dear.scanned).toBeLessThan(SEARCH_COST / 2);
    expect(dear.rows).toEqual([]);
    expect(log.opened).toHaveLength(dear.scanned);
    for (const buffer of log.opened) expect(buffer.every((byte) => byte === 0)).toBe(true);
  });

  test('of large records is looked through in smaller steps', () => {
    const small = found(longLog(5_000, '{}', 4_096), { content: 'record' });
    const large = found(longLog(5_000, '{}', 40_960), { content: 'record' });
    expect(large.scanned).toBeLessThan(small.scanned);
    expect(large.nextBeforeId).toBe(5_001 - large.scanned);
    expect(found(longLog(5_000, '{}', 40_960), { filter: { kinds: ['boot'] } }).scanned).toBe(SEARCH_COST);
  });

  test('every row is seen exactly once over all calls', () => {
    const log = longLog(3_333, '{}');
    const seen: number[] = [];
    let beforeId: LogId | undefined;
    do {
      const part = found(log, { beforeId });
      seen.push(...part.rows.map(({ summary }) => summary.id));
      beforeId = part.nextBeforeId as LogId | undefined;
    } while (beforeId !== undefined);
    expect(seen).toEqual(Array.from({ length: 3_333 }, (_, i) => 3_333 - i));
  });

  test('of large records is answered in parts that fit an answer', () => {
    const { rows } = found(longLog(500, JSON.stringify('x'.repeat(60_000))), { content: 'record' });
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows).length).toBeLessThan(2 * 1_048_576);
  });

  test('with a record that is no JSON is not stopped by it', () => {
    const { rows, damaged } = found(longLog(3, 'not JSON'), { filter: { levels: ['Denied'] } });
    expect([rows, damaged]).toEqual([[], [3, 2, 1]]);
  });

  test('that cannot be read at all is a failure, not an empty result', () => {
    const log = longLog(3, '{}');
    log.getLog = () => {
      throw new Error('disk');
    };
    expect(() => found(log, { content: 'record' })).toThrow('disk');
  });
});

interface LongLog {
  readonly opened: Uint8Array[];
  listLogs: TaServices['storage']['listLogs'];
  getLog: TaServices['storage']['getLog'];
}

/** More rows than a test wants to write, all assessments. */
function longLog(total: number, record: string, sizeBytes = 1): LongLog {
  const opened: Uint8Array[] = [];
  const summary = (id: number): LogSummary => ({
    id: logIdSchema.parse(id),
    atMs: id,
    kind: 'assessment',
    sizeBytes,
    ciphertextHead: '',
    suite: 2,
    features: 'none',
  });
  return {
    opened,
    listLogs: ({ beforeId = total + 1, limit }) => {
      const first = Math.min(beforeId - 1, total);
      const length = Math.min(limit, first);
      return { rows: Array.from({ length }, (_, i) => summary(first - i)), damaged: [], total };
    },
    getLog: (id): LogRow => {
      const bytes = utf8ToBytes(record);
      opened.push(bytes);
      return { summary: summary(id), userId: 'device-owner', record: bytes, features: undefined };
    },
  };
}

function found(log: LongLog, params: Partial<Call<'SEARCH_RISK_LOGS'>['params']>): Found {
  const call = {
    params: { filter: {}, limit: 200, content: 'none', ...params },
    session: { id: 'x', userId: 'device-owner' },
  } as unknown as Call<'SEARCH_RISK_LOGS'>;
  const outcome = searchRiskLogs(call, { storage: log } as unknown as TaServices);
  if (!('result' in outcome)) throw new Error('no result');
  return outcome.result;
}
