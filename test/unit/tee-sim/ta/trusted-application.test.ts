import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HistoryStore } from '../../../../tee-sim/risk/history.ts';
import { DatabaseStorage } from '../../../../tee-sim/storage/database-storage.ts';
import type { LogEntry } from '../../../../tee-sim/storage/storage.ts';
import type { TestSession } from '../../../helpers/seal-request.ts';
import { operationId, PAYMENT, TestTee } from '../../../helpers/tee-in-process.ts';

let tee: TestTee;
let session: TestSession;
beforeEach(() => {
  tee = new TestTee();
  session = tee.openSession();
});
afterEach(() => {
  vi.restoreAllMocks();
  tee.dispose();
});

function assess(id = operationId()) {
  const features = { localHour: 3 };
  return tee.call('ASSESS_PAYMENT', { payment: PAYMENT }, { session, features, operationId: id });
}

/** Lets `DatabaseStorage.write` run, shows each log row on its way, and fails afterwards if told to. */
function watchWrites(fail: 'no' | 'before commit' | 'after commit'): LogEntry[] {
  const entries: LogEntry[] = [];
  const original = DatabaseStorage.prototype.write;
  vi.spyOn(DatabaseStorage.prototype, 'write').mockImplementation(function (this: DatabaseStorage, work) {
    const value = original.call(this, (tx) => {
      const outcome = work(tx);
      entries.push(outcome.log);
      expect(outcome.log.record.some((byte) => byte !== 0)).toBe(true);
      if (fail === 'before commit') throw new Error('no');
      return outcome;
    });
    if (fail === 'after commit') throw new Error('no');
    return value as ReturnType<typeof work>['value'];
  });
  return entries;
}

test.each(['no', 'before commit'] as const)('record and features are zeroed; fails: %s', (fail) => {
  const entries = watchWrites(fail);
  expect(assess().code).toBe(fail === 'no' ? 'SUCCESS' : 'GENERIC');
  expect(entries).toHaveLength(1);
  const buffers = [entries[0]?.record, entries[0]?.features];
  for (const buffer of buffers) expect(buffer?.every((byte) => byte === 0)).toBe(true);
});

test.each(['load', 'record'] as const)(
  'what was encoded is zeroed when the history fails to %s',
  (method) => {
    vi.spyOn(HistoryStore.prototype, method).mockImplementation(() => {
      throw new Error('no');
    });
    const encode = vi.spyOn(TextEncoder.prototype, 'encode');
    expect(assess().code).toBe('GENERIC');
    const held = encode.mock.calls.flatMap(([text = ''], i) =>
      text === '{"localHour":3}' || text.startsWith('{"command":"ASSESS_PAYMENT"')
        ? [encode.mock.results[i]?.value as Uint8Array]
        : [],
    );
    // The features for the operation's digest and for storage; the record, once it was decided.
    expect(held).toHaveLength(method === 'load' ? 2 : 3);
    for (const buffer of held) expect(buffer.every((byte) => byte === 0)).toBe(true);
  },
);

test('what fails before the commit leaves nothing: no row, no operation, no lesson', () => {
  watchWrites('before commit');
  const id = operationId();
  expect(assess(id).code).toBe('GENERIC');
  vi.restoreAllMocks();
  expect(tee.call('GET_OPERATION', { operationId: id }, { session }).body).toEqual({ outcome: 'unknown' });
  expect(tee.call('GET_STATUS', {}, { session }).body).toMatchObject({ logRows: 1 });
  expect(JSON.stringify(assess(id).body)).toContain('first-payment-to-address');
});

test('what fails after the commit is found by its operation id, and is not done again', () => {
  watchWrites('after commit');
  const id = operationId();
  expect(assess(id).code).toBe('GENERIC');
  vi.restoreAllMocks();
  const found = tee.call('GET_OPERATION', { operationId: id }, { session }).body as { result: string };
  expect(found).toMatchObject({ outcome: 'committed', command: 'ASSESS_PAYMENT' });
  expect(assess(id).body).toEqual(JSON.parse(found.result));
  expect(tee.call('GET_STATUS', {}, { session }).body).toMatchObject({ logRows: 2 });
});
