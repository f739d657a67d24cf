import { afterEach, beforeEach, expect, test } from 'vitest';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { operationIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import type { LogRow, ReadStorage, Transaction } from '../../../../tee-sim/storage/storage.ts';
import { findOperation, REMEMBERED_ROWS, rememberOperation } from '../../../../tee-sim/ta/operations.ts';
import { operationId, PAYMENT, TestTee } from '../../../helpers/tee-in-process.ts';

/** Rows 1 … `REMEMBERED_ROWS` were left by operations of `ids` in turn; keeps what is put and removed. */
function fakeStorage(rows: ReadonlyMap<number, Partial<LogRow> | TeeError>) {
  const state = new Map<string, Uint8Array>();
  const reads: Pick<ReadStorage, 'get' | 'getLog'> = {
    get: (table, rowKey) => state.get(`${table}|${rowKey}`)?.slice(),
    getLog: (id) => {
      const row = rows.get(id);
      if (row instanceof TeeError) throw row;
      if (row === undefined) throw new TeeError('ITEM_NOT_FOUND', 'unknown-log-row');
      return { features: undefined, ...row } as LogRow;
    },
  };
  const transaction = (logId: number): Transaction => ({
    logId: logId as Transaction['logId'],
    get: reads.get,
    put: (table, rowKey, _userId, plaintext) => {
      state.set(`${table}|${rowKey}`, plaintext.slice());
    },
    remove: (table, rowKey) => {
      state.delete(`${table}|${rowKey}`);
    },
    eraseFeatures: () => undefined,
    forgetReplaced: () => undefined,
  });
  return { reads, transaction };
}

const OPERATION = { command: 'ASSESS_PAYMENT', digest: new Uint8Array(32).fill(3), result: '{"a":1}' };
const [first, second] = [operationIdSchema.parse(operationId()), operationIdSchema.parse(operationId())];

test('is found by user and id, and by no other', () => {
  const { reads, transaction } = fakeStorage(new Map());
  rememberOperation(reads, transaction(1), 'alice', first, OPERATION);
  expect(findOperation(reads, 'alice', first)).toEqual(OPERATION);
  expect(findOperation(reads, 'alice', second)).toBeUndefined();
  expect(findOperation(reads, 'bob', first)).toBeUndefined();
});

test('is forgotten exactly when that many rows have followed, whatever the clock says', () => {
  const record = utf8ToBytes(JSON.stringify({ command: 'ASSESS_PAYMENT', operationId: first }));
  const rows = new Map([[1, { userId: 'alice', record: record.slice() }]]);
  const { reads, transaction } = fakeStorage(rows);
  rememberOperation(reads, transaction(1), 'alice', first, OPERATION);
  rememberOperation(reads, transaction(REMEMBERED_ROWS), 'alice', second, OPERATION);
  expect(findOperation(reads, 'alice', first)).toEqual(OPERATION);
  rememberOperation(reads, transaction(REMEMBERED_ROWS + 1), 'alice', second, OPERATION);
  expect(findOperation(reads, 'alice', first)).toBeUndefined();
  expect(findOperation(reads, 'alice', second)).toEqual(OPERATION);
});

test('is forgotten by its actor, where the row is in another user’s name', () => {
  const record = utf8ToBytes(JSON.stringify({ operationId: first, actor: 'client/1' }));
  const { reads, transaction } = fakeStorage(new Map([[1, { userId: 'alice', record }]]));
  rememberOperation(reads, transaction(1), 'client/1', first, OPERATION);
  rememberOperation(reads, transaction(2), 'alice', first, OPERATION);
  rememberOperation(reads, transaction(REMEMBERED_ROWS + 1), 'bob', second, OPERATION);
  expect(findOperation(reads, 'client/1', first)).toBeUndefined();
  expect(findOperation(reads, 'alice', first)).toEqual(OPERATION);
});

test('a row without an operation makes nobody forget, and a damaged one stops nobody', () => {
  const rows = new Map<number, Partial<LogRow> | TeeError>([
    [1, { userId: 'tee', record: utf8ToBytes('{"event":"boot"}') }],
    [2, new TeeError('CORRUPT_OBJECT', 'damaged-record')],
    [3, new TeeError('STORAGE_NOT_AVAILABLE')],
  ]);
  const { reads, transaction } = fakeStorage(rows);
  for (const logId of [1, 2]) {
    rememberOperation(reads, transaction(REMEMBERED_ROWS + logId), 'alice', first, OPERATION);
  }
  expect(findOperation(reads, 'alice', first)).toEqual(OPERATION);
  expect(() => rememberOperation(reads, transaction(REMEMBERED_ROWS + 3), 'alice', first, OPERATION)).toThrow(
    expect.objectContaining({ code: 'STORAGE_NOT_AVAILABLE' }),
  );
});

let tee: TestTee;
beforeEach(() => {
  tee = new TestTee();
});
afterEach(() => tee.dispose());

test('the records that commands leave name the operation that the sweep looks for', () => {
  const { session } = tee.withOwner();
  const ids = [operationId(), operationId()];
  const features = { localHour: 1 };
  const { logId: assessed } = tee.mustCall(
    'ASSESS_PAYMENT',
    { payment: PAYMENT },
    { session, features, operationId: ids[0] },
  ) as { logId: number };
  tee.call('ERASE_FEATURES', { logId: assessed }, { session, operationId: ids[1] });
  const records = [assessed, assessed + 1].map((logId) => {
    const { record } = tee.call('GET_RISK_LOG', { logId }, { session }).body as { record: string };
    return JSON.parse(record).operationId as string;
  });
  expect(records).toEqual(ids);
});
