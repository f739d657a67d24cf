import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bootTee } from '../../../../tee-sim/os/boot.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import type { TestSession } from '../../../helpers/seal-request.ts';
import { operationId, PAYMENT, TestTee } from '../../../helpers/tee-in-process.ts';

const YEAR_MS = 365 * 86_400_000;

let tee: TestTee;
beforeEach(() => {
  tee = new TestTee();
});
afterEach(() => tee.dispose());

function boot(masterKey: Uint8Array, random = randomBytes) {
  return bootTee(
    {
      type: 'boot',
      dataDir: tee.dataDir,
      masterKey,
      masterKeySource: 'ephemeral',
      measurements: { tee: new Uint8Array(32), client: new Uint8Array(32) },
      engine: 'noble',
      recordSuite: 2,
      clockOffsetMs: 0,
      afterPanic: false,
    },
    { random, wallMs: () => 0, monotonicMs: () => 0 },
  );
}

function record(session: TestSession, logId: number): Record<string, unknown> {
  const { body } = tee.call('GET_RISK_LOG', { logId }, { session });
  return JSON.parse((body as { record: string }).record) as Record<string, unknown>;
}

test('zeroes the master key it was given', () => {
  tee.shutDown();
  const masterKey = tee.masterKey.slice();
  const booted = boot(masterKey);
  expect(masterKey).toEqual(new Uint8Array(32));
  booted.close();
});

test('zeroes the master key when it refuses too, and lets go of the folder', () => {
  tee.shutDown();
  const masterKey = randomBytes(32);
  expect(() => boot(masterKey)).toThrow(
    expect.objectContaining({ code: 'ACCESS_DENIED', reason: 'wrong-master-key' }),
  );
  expect(masterKey).toEqual(new Uint8Array(32));
  tee.boot();
});

test('lets go of the folder when it fails after storage was opened', () => {
  tee.shutDown();
  const failing = () => {
    throw new Error('no randomness');
  };
  expect(() => boot(tee.masterKey.slice(), failing)).toThrow('no randomness');
  tee.boot();
  const { session } = tee.withOwner();
  const params = { filter: { kinds: ['boot'] }, limit: 10, content: 'none' };
  const { rows } = tee.mustCall('SEARCH_RISK_LOGS', params, { session }) as { rows: unknown[] };
  expect(rows).toHaveLength(2);
});

test('keeps its device identity over boots, and no other key', () => {
  const before = tee.attest();
  tee.shutDown();
  tee.boot();
  const after = tee.attest();
  expect(bytesToHex(after.deviceIdentity)).toBe(bytesToHex(before.deviceIdentity));
  for (const key of ['bootId', 'responsePublicKey'] as const) {
    expect(bytesToHex(after[key])).not.toBe(bytesToHex(before[key]));
  }
  expect(bytesToHex(after.epoch.channelPublicKey)).not.toBe(bytesToHex(before.epoch.channelPublicKey));
});

test('another installation has another identity', () => {
  const other = new TestTee();
  onTestFinished(() => other.dispose());
  expect(bytesToHex(other.attest().deviceIdentity)).not.toBe(bytesToHex(tee.attest().deviceIdentity));
});

test('logs each boot with its id, gap and measurements', () => {
  tee.shutDown();
  tee.advance(5_000);
  tee.boot();
  const { bootId } = tee.attest();
  const { session } = tee.withOwner();
  expect(record(session, 1)).toMatchObject({ event: 'boot', clockWentBack: false });
  expect(record(session, 1)).not.toHaveProperty('offMs');
  expect(record(session, 2)).toEqual({
    event: 'boot',
    bootId: bytesToHex(bootId),
    bootedAtMs: 1_800_000_005_000,
    lastLogAtMs: 1_800_000_000_000,
    offMs: 5_000,
    clockWentBack: false,
    adoptedRows: 0,
    engine: 'noble',
    masterKeySource: 'ephemeral',
    measurements: { tee: '01'.repeat(32), client: '02'.repeat(32) },
  });
});

test.each([
  ['forward', YEAR_MS, false],
  ['back', -YEAR_MS, true],
])('a clock that jumped a year %s between boots is recorded and loses nothing', (_name, jump, wentBack) => {
  const id = operationId();
  const { owner, session: before } = tee.withOwner();
  const options = { session: before, operationId: id };
  const first = tee.mustCall('ASSESS_PAYMENT', { payment: PAYMENT }, options) as { logId: number };
  const bootRow = first.logId + 1;
  tee.shutDown();
  tee.machine.wall += jump;
  tee.boot();
  const session = tee.login(tee.openSession(), owner);
  // The owner’s attempt and success.
  const rows = bootRow + 2;
  expect(tee.attest().teeTimeMs).toBe(1_800_000_000_000 + jump);
  expect(tee.call('GET_STATUS', {}, { session }).body).toMatchObject({
    clockWentBack: wentBack,
    logRows: rows,
  });
  expect(record(session, bootRow)).toMatchObject({ offMs: jump, clockWentBack: wentBack });
  const again = tee.call('ASSESS_PAYMENT', { payment: PAYMENT }, { session, operationId: id });
  expect(again.body).toEqual(first);
  const next = tee.call('ASSESS_PAYMENT', { payment: PAYMENT }, { session, operationId: operationId() });
  expect(next.body).toMatchObject({ logId: rows + 1, assessedAtMs: 1_800_000_000_000 + jump });
  const verified = tee.call('VERIFY_CHAIN', { fromId: 1, maxRows: 20 }, { session }).body;
  expect(verified).toEqual({ verified: rows + 1, total: rows + 1 });
});

test('a second TEE on the same folder is refused, and the first goes on', () => {
  const files = readdirSync(tee.dataDir);
  expect(() => boot(tee.masterKey.slice())).toThrow(
    expect.objectContaining({ code: 'ACCESS_CONFLICT', reason: 'folder-in-use' }),
  );
  expect(readdirSync(tee.dataDir)).toEqual(files);
  tee.openSession();
});

test('after close nothing answers any more', () => {
  const { tee: closed } = tee;
  const { text } = tee.seal('GET_STATUS', {}, {});
  tee.shutDown();
  expect(() => closed.attest(randomBytes(32))).toThrow();
  expect(() => closed.invoke(text, undefined)).toThrow();
});

test('a boot after a panic says so in a row of its own', () => {
  tee.shutDown();
  const panicked = new TestTee({ afterPanic: true });
  onTestFinished(() => panicked.dispose());
  const { session } = panicked.withOwner();
  const { rows } = panicked.mustCall('LIST_RISK_LOGS', { limit: 10 }, { session }) as {
    rows: { kind: string }[];
  };
  expect(rows.map(({ kind }) => kind).slice(-3)).toEqual(['client', 'panic', 'boot']);
});

test.each(['system-lock', 'suspend'] as const)('locks every session at %s', (why) => {
  const { owner, session } = tee.withOwner();
  tee.tee.lock(why);
  expect(tee.call('GET_STATUS', {}, { session })).toMatchObject({ layer: 2, reason: 'login-required' });
  expect(tee.call('GET_ACCOUNT', {}, { session }).body).toMatchObject({ lockedUser: 'Alice' });
  tee.advance(30_000);
  expect(tee.call('GET_STATUS', {}, { session: tee.login(session, owner) }).code).toBe('SUCCESS');
});

test('locks no session where the policy says not to', () => {
  const { owner, session } = tee.withOwner();
  const sessionSecurity = { ...defaultPolicy.sessionSecurity, lockOnSuspend: false };
  const params = { baseVersion: 0, policy: { ...defaultPolicy, sessionSecurity } };
  const before = tee.attest().policyDigest;
  tee.mustCall('CHANGE_POLICY', params, {
    session,
    operationId: operationId(),
    proof: tee.twoFactors(owner),
  });
  expect(bytesToHex(tee.attest().policyDigest)).not.toBe(bytesToHex(before));
  tee.tee.lock('suspend');
  expect(tee.call('GET_STATUS', {}, { session }).code).toBe('SUCCESS');
  tee.tee.lock('system-lock');
  expect(tee.call('GET_STATUS', {}, { session }).reason).toBe('login-required');
});

test('idle sessions and epochs end by the tick alone', () => {
  const session = tee.openSession();
  const before = tee.attest().epoch.keyId;
  tee.advance(16 * 60_000);
  tee.tee.tick();
  expect(bytesToHex(tee.attest().epoch.keyId)).not.toBe(bytesToHex(before));
  expect(tee.call('GET_STATUS', {}, { session }).code).toBe('SECURITY');
});

test('works whole with the reference engine and record suite 1', () => {
  const other = new TestTee({ engine: 'sm-crypto', recordSuite: 1 });
  onTestFinished(() => other.dispose());
  const { session } = other.withOwner();
  const options = { session, operationId: operationId(), features: { localHour: 3 } };
  const { logId } = other.mustCall('ASSESS_PAYMENT', { payment: PAYMENT }, options) as { logId: number };
  expect(other.call('GET_RISK_LOG', { logId }, { session }).body).toMatchObject({
    summary: { suite: 1 },
    features: { localHour: 3 },
  });
});
