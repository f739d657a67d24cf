import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommandName, commands } from '../../../../tee-sim/protocol/commands.ts';
import { handlers } from '../../../../tee-sim/ta/commands.ts';
import type { TestSession } from '../../../helpers/seal-request.ts';
import { type CallOptions, operationId, PAYMENT, TestTee } from '../../../helpers/tee-in-process.ts';

/** Before it: the boot, the client, the owner, and the owner’s attempt and success. */
const FIRST = 6;
const FEATURES = { localHour: 3, timing: { onScreenMs: 5_000, hesitationMs: 40 } };

let tee: TestTee;
let session: TestSession;
beforeEach(() => {
  tee = new TestTee();
  ({ session } = tee.withOwner());
});
afterEach(() => tee.dispose());

/** Calls, and holds the result to the command's own schema. */
function call(name: CommandName, params: unknown, options: CallOptions = {}) {
  const id = commands[name].changesState ? operationId() : undefined;
  const answer = tee.call(name, params, { session, operationId: id, ...options });
  if (answer.code === 'SUCCESS') {
    // Results are sent as they are: parsing them must change nothing.
    expect(commands[name].result.parse(answer.body)).toEqual(answer.body);
  }
  return answer;
}

test('every command of the table has a handler, and every handler a command', () => {
  expect(Object.keys(handlers)).toEqual(Object.keys(commands));
});

test('ASSESS_PAYMENT stores payment, assessment, and features in one row, and makes nothing usual', () => {
  const driverContext = { channelId: 'window-1', online: true };
  const first = call('ASSESS_PAYMENT', { payment: PAYMENT }, { features: FEATURES, driverContext });
  expect(first.body).toMatchObject({ logId: FIRST, assessedAtMs: 1_800_000_000_000 });
  const { assessment } = first.body as { assessment: { factors: { rule: string }[] } };
  expect(assessment.factors.map(({ rule }) => rule)).toContain('first-payment-to-address');
  const { record, features, summary } = call('GET_RISK_LOG', { logId: FIRST }).body as Record<
    string,
    unknown
  >;
  expect(features).toEqual(FEATURES);
  expect(summary).toMatchObject({ id: FIRST, kind: 'assessment', features: 'stored' });
  expect(JSON.parse(record as string)).toMatchObject({
    command: 'ASSESS_PAYMENT',
    payment: PAYMENT,
    assessment,
    driverContext,
  });
  const again = call('ASSESS_PAYMENT', { payment: PAYMENT }).body as typeof first.body;
  expect(JSON.stringify(again)).toContain('first-payment-to-address');
});

test('ASSESS_PAYMENT works without features, and stores none', () => {
  call('ASSESS_PAYMENT', { payment: PAYMENT });
  const { summary, ...row } = call('GET_RISK_LOG', { logId: FIRST }).body as Record<string, unknown>;
  expect(summary).toMatchObject({ features: 'none' });
  expect(row).not.toHaveProperty('features');
});

test('an operation id used again gives the same result and consumes nothing', () => {
  const options = { operationId: operationId(), features: FEATURES };
  const first = call('ASSESS_PAYMENT', { payment: PAYMENT }, options);
  tee.advance(5_000);
  const again = call('ASSESS_PAYMENT', { payment: PAYMENT }, options);
  expect(again.body).toEqual(first.body);
  expect(again.steps.map(({ step }) => step)).not.toContain('store');
  expect(call('GET_STATUS', {}).body).toMatchObject({ logRows: FIRST });
});

test('an operation id used for something else is a conflict', () => {
  const options = { operationId: operationId(), features: FEATURES };
  call('ASSESS_PAYMENT', { payment: PAYMENT }, options);
  const conflict = { code: 'ACCESS_CONFLICT', reason: 'operation-conflict', origin: 'TRUSTED_APP' };
  const other = { payment: { ...PAYMENT, amountWei: '2' } };
  expect(call('ASSESS_PAYMENT', other, options)).toMatchObject(conflict);
  expect(call('ASSESS_PAYMENT', { payment: PAYMENT }, { ...options, features: {} })).toMatchObject(conflict);
  const { operationId: id } = options;
  expect(call('ERASE_FEATURES', { logId: FIRST }, { operationId: id })).toMatchObject(conflict);
  expect(call('GET_STATUS', {}).body).toMatchObject({ logRows: FIRST });
});

test('the same payment in another spelling is the same operation', () => {
  const options = { operationId: operationId() };
  const first = call('ASSESS_PAYMENT', { payment: PAYMENT }, options);
  const { note, amountWei, to, chainId } = PAYMENT;
  const spelled = { payment: { note, amountWei, to: to.toLowerCase(), chainId } };
  expect(call('ASSESS_PAYMENT', spelled, options).body).toEqual(first.body);
});

test('GET_OPERATION tells what became of an operation, and nothing of one that never was', () => {
  const id = operationId();
  expect(call('GET_OPERATION', { operationId: id }).body).toEqual({ outcome: 'unknown' });
  const { body } = call('ASSESS_PAYMENT', { payment: PAYMENT }, { operationId: id });
  expect(call('GET_OPERATION', { operationId: id }).body).toEqual({
    outcome: 'committed',
    command: 'ASSESS_PAYMENT',
    result: JSON.stringify(body),
  });
});

test('a refused state change leaves its id unused', () => {
  const id = operationId();
  expect(call('ERASE_FEATURES', { logId: 109 }, { operationId: id })).toMatchObject({
    code: 'ITEM_NOT_FOUND',
    reason: 'unknown-log-row',
  });
  expect(call('GET_OPERATION', { operationId: id }).body).toEqual({ outcome: 'unknown' });
  expect(call('ASSESS_PAYMENT', { payment: PAYMENT }, { operationId: id }).code).toBe('SUCCESS');
});

test('ERASE_FEATURES destroys the features, leaves the row, and is logged; once', () => {
  call('ASSESS_PAYMENT', { payment: PAYMENT }, { features: FEATURES });
  expect(call('ERASE_FEATURES', { logId: FIRST }).body).toEqual({ logId: FIRST, erasureLogId: FIRST + 1 });
  const { summary, ...row } = call('GET_RISK_LOG', { logId: FIRST }).body as Record<string, unknown>;
  expect(summary).toMatchObject({ features: 'erased' });
  expect(row).not.toHaveProperty('features');
  const erasure = call('GET_RISK_LOG', { logId: FIRST + 1 }).body as { record: string };
  expect(JSON.parse(erasure.record)).toMatchObject({ command: 'ERASE_FEATURES', logId: FIRST });
  expect(call('ERASE_FEATURES', { logId: FIRST })).toMatchObject({
    code: 'BAD_STATE',
    reason: 'features-erased',
  });
  expect(call('VERIFY_CHAIN', { fromId: 1, maxRows: 10 }).body).toEqual({
    verified: FIRST + 1,
    total: FIRST + 1,
  });
});

test('LIST_RISK_LOGS pages by key, newest first', () => {
  for (let i = 0; i < 4; i += 1) call('ASSESS_PAYMENT', { payment: PAYMENT });
  const ids = (params: unknown) =>
    (call('LIST_RISK_LOGS', params).body as { rows: { id: number }[] }).rows.map(({ id }) => id);
  expect(ids({ limit: 2 })).toEqual([FIRST + 3, FIRST + 2]);
  expect(ids({ beforeId: FIRST + 2, limit: 2 })).toEqual([FIRST + 1, FIRST]);
  expect(ids({ beforeId: 1, limit: 2 })).toEqual([]);
});

test('GET_RISK_LOG and VERIFY_CHAIN know no row beyond the last', () => {
  expect(call('GET_RISK_LOG', { logId: FIRST })).toMatchObject({
    code: 'ITEM_NOT_FOUND',
    reason: 'unknown-log-row',
  });
  expect(call('VERIFY_CHAIN', { fromId: FIRST, maxRows: 5 }).body).toMatchObject({
    verified: 0,
    total: FIRST - 1,
  });
});

test('GET_STATUS counts and names', () => {
  expect(call('GET_STATUS', {}).body).toEqual({
    logRows: FIRST - 1,
    openedRequests: 6,
    sessions: 1,
    users: 1,
    engine: 'noble',
    recordSuite: 2,
    masterKeySource: 'ephemeral',
    clockWentBack: false,
    adoptedRows: 0,
  });
});

test('CLOSE_SESSION ends the caller’s session and no other', () => {
  const other = tee.openSession();
  expect(call('CLOSE_SESSION', {}, { session: other }).body).toEqual({});
  expect(call('GET_ACCOUNT', {}, { session: other }).code).toBe('SECURITY');
  expect(call('GET_STATUS', {}).code).toBe('SUCCESS');
});
