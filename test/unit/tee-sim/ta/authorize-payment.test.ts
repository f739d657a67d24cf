import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestSession } from '../../../helpers/seal-request.ts';
import { type CallOptions, operationId, PAYMENT, TestTee } from '../../../helpers/tee-in-process.ts';
import type { TestUser } from '../../../helpers/test-user.ts';

const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
const LIMIT = { chainId: 1, asset: 'native', perTransaction: '100', perDay: '100' };

let tee: TestTee;
let owner: TestUser;
let session: TestSession;
let walletId: string;

beforeAll(() => {
  tee = new TestTee();
  ({ owner, session } = tee.withOwner());
  const options = { session, operationId: operationId() };
  ({ walletId } = tee.mustCall('CREATE_WALLET', { name: 'w' }, options) as { walletId: string });
});
afterAll(() => tee.dispose());

/** A minute after whatever was before; `stepUp` shows two factors. */
function pay(
  payment: Record<string, unknown> = {},
  { stepUp = false, ...options }: CallOptions & { readonly stepUp?: boolean } = {},
) {
  tee.advance(60_000);
  const proof = stepUp ? owner.proof(tee.machine.wall, 'password', 'one-time-code') : undefined;
  const params = { walletId, payment: { ...PAYMENT, ...payment } };
  return tee.call('AUTHORIZE_PAYMENT', params, { session, operationId: operationId(), proof, ...options });
}

function newestRow() {
  const { rows } = tee.mustCall('LIST_RISK_LOGS', { limit: 1 }, { session }) as {
    rows: { id: number; kind: string }[];
  };
  const [row] = rows;
  const { record } = tee.mustCall('GET_RISK_LOG', { logId: row?.id }, { session }) as { record: string };
  return { kind: row?.kind, record: JSON.parse(record) as Record<string, unknown> };
}

function dayLater(): void {
  tee.advance(25 * 3_600_000);
  session = tee.login(tee.openSession(), owner);
}

function limitTo(limit: Record<string, unknown>): void {
  const terms = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'], limits: [limit] };
  const options = { session, operationId: operationId(), proof: tee.twoFactors(owner) };
  tee.mustCall('PUT_BINDING', { walletId, userId: owner.userId, terms }, options);
}

test('is stepped up by its risk, and says so; the row holds payment, assessment and trace', () => {
  const answer = pay({}, { features: { localHour: 3 }, stepUp: true });
  expect(answer.body).toMatchObject({
    assessment: { level: 'Enhanced' },
    permission: { allowed: true, conditions: ['unlimited', 'factor-shown'], auditRequired: true },
  });
  expect(answer.trace.map(({ layer }) => layer)).toEqual([...answer.trace.map(({ layer }) => layer)].sort());
  expect(answer.trace.every(({ outcome }) => outcome === 'pass')).toBe(true);
  const { kind, record } = newestRow();
  expect(kind).toBe('authorization');
  expect(record).toMatchObject({ walletId, payment: PAYMENT, trace: answer.trace });
  expect(JSON.stringify(record)).not.toContain(owner.password);
});

test('needs a factor where its risk is Enhanced, and none of another operation’s', () => {
  tee.advance(6 * 60_000);
  expect(pay({ to: `0x${'1'.repeat(40)}` })).toMatchObject({
    layer: 4,
    reason: 'enhanced-needed',
    body: undefined,
  });
  const { payload: _payload, ...denied } = pay(
    { to: `0x${'1'.repeat(40)}` },
    {
      proof: tee.twoFactors(owner),
      body: { params: { walletId, payment: { ...PAYMENT, to: `0x${'2'.repeat(40)}` } } },
    },
  );
  expect(denied).toMatchObject({ code: 'SECURITY', layer: 4, reason: 'payload-changed' });
  expect(newestRow()).toMatchObject({ kind: 'denial', record: { reason: 'payload-changed', layer: 4 } });
});

test('what looks like fraud is denied and is a row that can be found', () => {
  const answer = pay({ to: ZERO_ADDRESS }, { stepUp: true });
  expect(answer).toMatchObject({ code: 'ACCESS_DENIED', layer: 4, body: undefined });
  const { kind, record } = newestRow();
  expect(kind).toBe('suspicious');
  expect(record).toMatchObject({
    event: 'suspicious',
    command: 'AUTHORIZE_PAYMENT',
    layer: 4,
    trace: answer.trace,
  });
  expect(JSON.stringify(record['assessment'])).toContain('zero-address');
});

test('a repetition consumes nothing, whatever it finds, and another payment under its id is a conflict', () => {
  // What was paid without a limit counts against one that is set within the day.
  limitTo(LIMIT);
  expect(pay({ amountWei: '1' })).toMatchObject({ layer: 3, reason: 'daily-limit' });
  dayLater();
  const id = operationId();
  const first = pay({ amountWei: '60' }, { operationId: id, stepUp: true });
  expect(first.body).toMatchObject({ permission: { conditions: ['within-limits'] } });
  // What is left of the limit would not serve a second time.
  const again = pay({ amountWei: '60' }, { operationId: id });
  expect(again.body).toEqual(first.body);
  expect(again.steps.map(({ step }) => step)).not.toContain('store');
  expect(pay({ amountWei: '61' }, { operationId: id })).toMatchObject({
    code: 'ACCESS_CONFLICT',
    reason: 'operation-conflict',
  });
  expect(pay({ amountWei: '40' }, { stepUp: true }).code).toBe('SUCCESS');
  expect(pay({ amountWei: '1' })).toMatchObject({ layer: 3, reason: 'daily-limit' });
  // A repetition is still authorized by layers 1 to 3: after a logout it is not.
  const locked = tee.login(tee.openSession(), owner);
  tee.mustCall('LOCK_SESSION', {}, { session: locked });
  expect(pay({ amountWei: '60' }, { operationId: id, session: locked })).toMatchObject({
    layer: 2,
    reason: 'login-required',
  });
});

test('what was only assessed makes no payment usual, however often', () => {
  dayLater();
  tee.advance(6 * 60_000);
  const to = `0x${'4'.repeat(40)}`;
  const amountWei = '5';
  for (let i = 0; i < 10; i += 1) {
    tee.advance(60_000);
    const payment = { ...PAYMENT, to, amountWei };
    tee.mustCall('ASSESS_PAYMENT', { payment }, { session, operationId: operationId() });
  }
  const answer = pay({ to, amountWei }, { stepUp: true });
  expect(answer.body).toMatchObject({ assessment: { level: 'Enhanced' } });
  expect(JSON.stringify(answer.body)).toContain('first-payment-to-address');
  expect(JSON.stringify(pay({ to, amountWei }, { stepUp: true }).body)).not.toContain('first-payment');
});

test('what is denied or fails takes nothing from the limit', () => {
  dayLater();
  expect(pay({ amountWei: '101' })).toMatchObject({ layer: 3, reason: 'transaction-limit' });
  expect(pay({ chainId: 137, amountWei: '1' })).toMatchObject({ layer: 3, reason: 'no-limit-for-asset' });
  tee.advance(6 * 60_000);
  expect(pay({ amountWei: '100', to: `0x${'3'.repeat(40)}` })).toMatchObject({ layer: 4 });
  expect(pay({ amountWei: '100' }, { stepUp: true }).code).toBe('SUCCESS');
  expect(pay({ amountWei: '1' })).toMatchObject({ reason: 'daily-limit' });
});
