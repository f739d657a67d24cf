import { expect, test } from 'vitest';
import { type Denial, DenialLog, denialKind } from '../../../../tee-sim/authorization/denials.ts';
import { refusal } from '../../../../tee-sim/os/refusals.ts';
import { bytesToUtf8 } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import type { LogEntry, SecureStorage } from '../../../../tee-sim/storage/storage.ts';

const DENIAL: Denial = {
  error: refusal('not-device-owner', 3),
  kind: 'denial',
  command: 'GET_STATUS',
  userId: 'bob',
  clientId: 'client',
  channelId: 'main-window',
  requestDigest: new Uint8Array(32).fill(7),
  trace: [{ layer: 3, check: 'role', outcome: 'deny', durationUs: 1 }],
};

function setUp(rowsPerMinute = 3) {
  const rows: { log: Omit<LogEntry, 'record'>; record: Record<string, unknown> }[] = [];
  const records: Uint8Array[] = [];
  const state: { nowMs: number; fails: Error | undefined } = { nowMs: 1_000_000, fails: undefined };
  const storage: Pick<SecureStorage, 'write'> = {
    write: (work) => {
      if (state.fails !== undefined) throw state.fails;
      const { log, value } = work(undefined as never);
      const { record, ...rest } = log;
      records.push(record);
      rows.push({ log: rest, record: JSON.parse(bytesToUtf8(record)) as Record<string, unknown> });
      return value;
    },
  };
  const log = new DenialLog(
    storage,
    () => state.nowMs,
    () => rowsPerMinute,
  );
  return { rows, records, state, log };
}

test('a denial is a row that says who was refused what, why and by which layer', () => {
  const { rows, records, log } = setUp();
  log.record(DENIAL);
  expect(rows[0]?.log).toEqual({ userId: 'bob', kind: 'denial', atMs: 1_000_000 });
  expect(rows[0]?.record).toEqual({
    event: 'denial',
    command: 'GET_STATUS',
    code: 'ACCESS_DENIED',
    reason: 'not-device-owner',
    layer: 3,
    clientId: 'client',
    channelId: 'main-window',
    requestDigest: '07'.repeat(32),
    trace: DENIAL.trace,
    suppressed: 0,
  });
  expect(records[0]?.every((byte) => byte === 0)).toBe(true);
});

test('at most so many rows a minute; what is above is counted in the next', () => {
  const { rows, state, log } = setUp();
  for (let i = 0; i < 10; i += 1) log.record({ ...DENIAL, userId: undefined });
  expect(rows).toHaveLength(3);
  expect(rows[0]?.log.userId).toBe('stranger');
  state.nowMs += 59_999;
  log.record(DENIAL);
  expect(rows).toHaveLength(3);
  state.nowMs += 1;
  log.record(DENIAL);
  log.record(DENIAL);
  expect(rows.slice(3).map(({ record }) => record['suppressed'])).toEqual([8, 0]);
});

test('refusals of strangers cannot hide what is suspicious', () => {
  const { rows, log } = setUp();
  for (let i = 0; i < 10; i += 1) log.record(DENIAL);
  log.record({ ...DENIAL, kind: 'suspicious', content: { assessment: { score: 90 } } });
  expect(rows.at(-1)).toMatchObject({
    log: { kind: 'suspicious' },
    record: { event: 'suspicious', assessment: { score: 90 }, suppressed: 0 },
  });
});

test('asking for proofs without end hides no denial, and is a row all the same', () => {
  const { rows, log } = setUp();
  for (let i = 0; i < 10; i += 1) log.record({ ...DENIAL, kind: 'step-up' });
  log.record(DENIAL);
  expect(rows.map(({ log: { kind } }) => kind)).toEqual(['step-up', 'step-up', 'step-up', 'denial']);
  expect(rows.at(-1)?.record['suppressed']).toBe(0);
});

test.each([
  ['enhanced-needed', 4, false, 'step-up'],
  ['maximum-needed', 4, false, 'step-up'],
  ['password-needed', 4, false, 'step-up'],
  // A proof that did not do, whatever it lacked.
  ['enhanced-needed', 4, true, 'denial'],
  ['maximum-needed', 4, true, 'denial'],
  ['wrong-proof', 4, true, 'denial'],
  ['password-needed', 2, false, 'denial'],
  ['risk-too-high', 4, false, 'denial'],
  ['not-permitted', 3, false, 'denial'],
  ['unknown-client', 1, false, 'denial'],
] as const)('%s of layer %d (a proof was shown: %s) is a row %s', (name, layer, hasProof, kind) => {
  expect(denialKind(refusal(name, layer), { isFraud: false, hasProof })).toBe(kind);
  expect(denialKind(refusal(name, layer), { isFraud: true, hasProof })).toBe('suspicious');
});

test('a row that cannot be written is counted; what is no failure of storage passes through', () => {
  const { rows, state, log } = setUp();
  state.fails = new TeeError('STORAGE_NO_SPACE', 'disk-full');
  log.record(DENIAL);
  state.fails = new RangeError('a defect');
  expect(() => log.record(DENIAL)).toThrow(RangeError);
  state.fails = undefined;
  log.record(DENIAL);
  expect(rows.map(({ record }) => record['suppressed'])).toEqual([1]);
});
