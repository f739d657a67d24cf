import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, bytesToUtf8, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { commands } from '../../../../tee-sim/protocol/commands.ts';
import { operationDigest } from '../../../../tee-sim/protocol/operation-digest.ts';
import { HistoryStore } from '../../../../tee-sim/risk/history.ts';
import { DatabaseStorage } from '../../../../tee-sim/storage/database-storage.ts';
import { openStorage } from '../../../../tee-sim/storage/open.ts';
import type { LogEntry } from '../../../../tee-sim/storage/storage.ts';
import { handlers } from '../../../../tee-sim/ta/commands.ts';
import type { TestSession } from '../../../helpers/seal-request.ts';
import { operationId, PAYMENT, TestTee } from '../../../helpers/tee-in-process.ts';

let tee: TestTee;
let session: TestSession;
let prepared: ReturnType<TestTee['withOwner']>;
let rowsBefore: number;
beforeEach(() => {
  tee = new TestTee();
  prepared = tee.withOwner();
  ({ session } = prepared);
  ({ logRows: rowsBefore } = tee.mustCall('GET_STATUS', {}, { session }) as { logRows: number });
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

test.each(['load', 'recordAttempt'] as const)(
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
  expect(tee.call('GET_STATUS', {}, { session }).body).toMatchObject({ logRows: rowsBefore });
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
  expect(tee.call('GET_STATUS', {}, { session }).body).toMatchObject({ logRows: rowsBefore + 1 });
});

test('what is committed counts at once, also where the sealed head could not be written after it', () => {
  const other = tee.openSession();
  const { sessions } = tee.mustCall('LIST_SESSIONS', {}, { session }) as {
    sessions: { ref: string; current: boolean }[];
  };
  const ref = sessions.find(({ current }) => !current)?.ref;
  const inTheWay = join(tee.dataDir, 'head.tmp');
  mkdirSync(inTheWay);
  const id = operationId();
  expect(tee.call('TERMINATE_SESSION', { ref }, { session, operationId: id }).code).not.toBe('SUCCESS');
  rmSync(inTheWay, { recursive: true });
  expect(tee.call('GET_ACCOUNT', {}, { session: other }).reason).toBe('session-mac');
  expect(tee.call('GET_OPERATION', { operationId: id }, { session }).body).toMatchObject({
    outcome: 'committed',
  });
});

test('a password is not remembered by a digest that could be guessed quickly; it still tells repetitions apart', () => {
  const { owner, session: own } = prepared;
  const id = operationId();
  const change = (password: string) => {
    const secrets = [utf8ToBytes(password)];
    const options = { session: own, operationId: id, secrets, proof: tee.twoFactors(owner) };
    return tee.call('CHANGE_PASSWORD', {}, options);
  };
  expect(change('an entirely new one').code).toBe('SUCCESS');
  expect(change('an entirely new one').code).toBe('SUCCESS');
  expect(change('and another one').reason).toBe('operation-conflict');
  tee.shutDown();
  const { dataDir, masterKey } = tee;
  const storage = openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
  const rows = storage.scan('operations').map(bytesToUtf8);
  storage.close();
  const secrets = [utf8ToBytes('an entirely new one')];
  const content = { params: {}, features: undefined, secrets };
  const guess = bytesToBase64Url(operationDigest(nobleEngine, 'CHANGE_PASSWORD', content));
  expect(rows.filter((row) => row.includes('CHANGE_PASSWORD'))).toHaveLength(1);
  expect(rows.filter((row) => row.includes(guess))).toEqual([]);
});

describe('what leaves beside the JSON', () => {
  const PHRASE = utf8ToBytes('zoo zoo zoo');
  const told = { result: { wordsToCheck: [0, 1, 2] } };

  /** Has PREPARE_WALLET give these, in place of what it draws. */
  function giving(secrets: readonly Uint8Array[]) {
    vi.spyOn(handlers.PREPARE_WALLET, 'handle').mockReturnValue({ ...told, secrets });
    return tee.call('PREPARE_WALLET', { words: 12 }, { session });
  }

  test('is what the table says, and is zeroed in the TEE', () => {
    const phrase = PHRASE.slice();
    expect(giving([phrase])).toMatchObject({ code: 'SUCCESS', body: told.result, secrets: [PHRASE] });
    expect(phrase).toEqual(new Uint8Array(PHRASE.length));
  });

  test.each([
    ['none', []],
    ['one too many', [PHRASE, PHRASE]],
    ['an empty one', [new Uint8Array(0)]],
    ['one too long', [new Uint8Array(1_025).fill(1)]],
  ])('is not sent where a handler breaks the table’s word: %s', (_what, given) => {
    const secrets = given.map((each) => each.slice());
    expect(giving(secrets)).toMatchObject({ code: 'GENERIC', reason: 'internal', secrets: [] });
    for (const each of secrets) expect(each.every((byte) => byte === 0)).toBe(true);
  });

  test('is nothing for a command that tells no secret', () => {
    const secret = PHRASE.slice();
    vi.spyOn(handlers.CANCEL_KEYSTORE, 'handle').mockReturnValue({ result: {}, secrets: [secret] });
    expect(tee.call('CANCEL_KEYSTORE', {}, { session })).toMatchObject({ code: 'GENERIC', secrets: [] });
    expect(secret).toEqual(new Uint8Array(PHRASE.length));
  });

  /** EXPORT_PHRASE of a wallet of the owner's, with two factors. */
  function exporting(
    secret: Uint8Array,
    { id = operationId(), walletId = tee.createWallet(session).walletId, handled = () => {} } = {},
  ) {
    vi.spyOn(handlers.EXPORT_PHRASE, 'handle').mockImplementation((call) => {
      handled();
      const record = utf8ToBytes('{}');
      const log = { userId: 'u', kind: 'wallet', atMs: call.atMs, record } as const;
      const store = () => ({ log, result: { hasPassphrase: true } });
      return { change: { plaintexts: [], secrets: [secret], store } };
    });
    const proof = tee.twoFactors(prepared.owner);
    const answer = tee.call('EXPORT_PHRASE', { walletId }, { session, operationId: id, proof });
    return { answer, walletId };
  }

  test('and the result with it, is told once: neither a repetition nor GET_OPERATION has it', () => {
    const id = operationId();
    const { answer, walletId } = exporting(PHRASE.slice(), { id });
    expect(answer).toMatchObject({ code: 'SUCCESS', body: { hasPassphrase: true }, secrets: [PHRASE] });
    const rows = () => (tee.mustCall('GET_STATUS', {}, { session }) as { logRows: number }).logRows;
    const before = rows();
    const again = exporting(PHRASE.slice(), { id, walletId }).answer;
    expect(again).toMatchObject({ code: 'BAD_STATE', reason: 'answer-not-kept', secrets: [] });
    expect(handlers.EXPORT_PHRASE.handle).toHaveBeenCalledTimes(1);
    expect(rows()).toBe(before);
    expect(tee.call('GET_OPERATION', { operationId: id }, { session }).body).toEqual({
      outcome: 'committed',
      command: 'EXPORT_PHRASE',
      result: 'null',
    });
  });

  test.each(['before commit', 'after commit'] as const)(
    'is zeroed, and not told, when it fails %s',
    (fail) => {
      const secret = PHRASE.slice();
      const { answer } = exporting(secret, { handled: () => watchWrites(fail) });
      expect(answer).toMatchObject({ code: 'GENERIC', secrets: [] });
      expect(secret).toEqual(new Uint8Array(PHRASE.length));
    },
  );
});

test('a state change that a handler forgets to make is a defect, and so is one that it must not make', () => {
  vi.spyOn(handlers.PUT_CONTACT, 'handle').mockReturnValue({ result: {} });
  const put = { address: PAYMENT.to, name: 'x' };
  const options = { session, operationId: operationId() };
  expect(tee.call('PUT_CONTACT', put, options)).toMatchObject({ code: 'GENERIC', reason: 'internal' });
  const store = vi.fn();
  const plaintext = Uint8Array.of(1, 2);
  vi.spyOn(handlers.GET_ACCOUNT, 'handle').mockReturnValue({ change: { plaintexts: [plaintext], store } });
  expect(tee.call('GET_ACCOUNT', {}, { session })).toMatchObject({ code: 'GENERIC', reason: 'internal' });
  expect(store).not.toHaveBeenCalled();
  expect(plaintext).toEqual(new Uint8Array(2));
});

test('a secret is told only by what keeps no result, or changes nothing', () => {
  for (const [name, { answerSecrets, changesState, keepsResult }] of Object.entries(commands)) {
    if (Object.keys(answerSecrets).length > 0)
      expect([name, changesState && keepsResult]).toEqual([name, false]);
  }
});
