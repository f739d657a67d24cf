// Limits and lock-outs against clocks that jump, restarts, and rows and files that are put back.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../tee-sim/protocol/policy.ts';
import type { TestSession } from '../helpers/seal-request.ts';
import { signPaymentIn } from '../helpers/signing.ts';
import { operationId, TestTee } from '../helpers/tee-in-process.ts';
import type { TestUser } from '../helpers/test-user.ts';
import { importTestWallet } from '../helpers/wallets.ts';
import { type Person, refused } from '../unit/tee-sim/ta/device.ts';

const DAY_MS = 86_400_000;
const LIMIT = { chainId: 1, asset: 'native', perTransaction: '60', perDay: '100' };
const OVER = 'ACCESS_DENIED daily-limit 3';
const ROLLED_BACK = 'BAD_STATE: rolled-back';
const LOCKED = 'ACCESS_DENIED locked-out 2';

let tee: TestTee;
let owner: TestUser;
let session: TestSession;
let walletId: string;

beforeEach(() => {
  tee = new TestTee();
  ({ owner, session } = tee.withOwner());
  walletId = importTestWallet(tee, session);
  const terms = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'], limits: [LIMIT] };
  const proof = tee.twoFactors(owner);
  const params = { walletId, userId: owner.userId, terms };
  tee.mustCall('PUT_BINDING', params, { session, operationId: operationId(), proof });
});
afterEach(() => tee.dispose());

/** With a factor, so that only limits are in the way. */
function pay(amountWei: string): string {
  return payAs({ user: owner, session }, amountWei);
}

function payAs({ user, session: by }: Person, amountWei: string, gasPriceWei = '0'): string {
  const proof = user.proof(tee.machine.wall, 'password');
  const transaction = { maxFeePerGasWei: gasPriceWei };
  const { answer } = signPaymentIn(tee, by, walletId, `0x${'1'.repeat(40)}`, amountWei, {
    proof,
    transaction,
  });
  return refused(answer);
}

function restart(): void {
  tee.shutDown();
  tee.boot();
  session = tee.login(tee.openSession(), owner);
}

/** One wrong code after another until the first lock-out. */
function lockOut(): void {
  const over = tee.openSession();
  for (let i = 0; i < 5; i += 1) expect(guess(over)).toBe('ACCESS_DENIED wrong-proof 2');
  expect(guess(over)).toBe(LOCKED);
}

function guess(over = tee.openSession()): string {
  const factors = { factor: 'one-time-code', user: owner.name, code: '000000' } as const;
  return refused(tee.call('AUTHENTICATE_USER', {}, { session: over, proof: { factors, passwords: [] } }));
}

/** The right password, which is refused as long as the lock-out stands. */
function tryLogin(): string {
  const proof = owner.proof(tee.machine.wall, 'password');
  return refused(tee.call('AUTHENTICATE_USER', {}, { session: tee.openSession(), proof }));
}

const JUMPS = [DAY_MS, 30 * DAY_MS, -DAY_MS, -30 * DAY_MS, 400 * 365 * DAY_MS];

describe('a daily limit', () => {
  test('holds to the unit, whatever is denied or fails in between', () => {
    expect(pay('61')).toBe('ACCESS_DENIED transaction-limit 3');
    expect(pay('60')).toBe('SUCCESS ');
    expect(pay('41')).toBe(OVER);
    expect(pay('40')).toBe('SUCCESS ');
    expect(pay('1')).toBe(OVER);
    expect(pay('0')).toBe('SUCCESS ');
  });

  test('counts what is paid for gas, at the highest price that was agreed to', () => {
    const gas = { chainId: 1, asset: 'native', perTransaction: '60000', perDay: '60000' };
    const terms = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'], limits: [gas] };
    const proof = tee.twoFactors(owner);
    const params = { walletId, userId: owner.userId, terms };
    tee.mustCall('PUT_BINDING', params, { session, operationId: operationId(), proof });
    const me = { user: owner, session };
    expect(payAs(me, '18001', '2')).toBe('ACCESS_DENIED transaction-limit 3');
    expect(payAs(me, '0', '3')).toBe('ACCESS_DENIED transaction-limit 3');
    expect(payAs(me, '18000', '2')).toBe('SUCCESS ');
    expect(payAs(me, '1')).toBe(OVER);
  });

  test('counts the last 24 h of running time, and nothing shorter', () => {
    expect(pay('60')).toBe('SUCCESS ');
    const hours = (count: number) => {
      for (let quarters = 0; quarters < count * 4; quarters += 1) {
        tee.advance(15 * 60_000 - 1);
        tee.tee.tick();
      }
      session = tee.login(tee.openSession(), owner);
    };
    hours(23.5);
    expect(pay('60')).toBe(OVER);
    hours(1);
    expect(pay('60')).toBe('SUCCESS ');
  });

  test.each(JUMPS)('is not reset by a wall clock that jumps %i ms while the TEE runs', (jump) => {
    expect(pay('60')).toBe('SUCCESS ');
    tee.machine.wall += jump;
    // Such a jump may end sessions, which only asks for another login.
    tee.advance(30_000);
    const proof = owner.proof(Math.max(tee.machine.wall, tee.attest().teeTimeMs), 'password');
    const body = tee.mustCall('AUTHENTICATE_USER', {}, { session: tee.openSession(), proof });
    expect(body).toBeDefined();
    const opened = tee.openSession();
    session = tee.login(opened, owner);
    expect(pay('60')).toBe(OVER);
  });

  test.each([0, 1_000, -DAY_MS, -30 * DAY_MS])('is not reset by a restart %i ms later', (offMs) => {
    expect(pay('60')).toBe('SUCCESS ');
    tee.machine.wall += offMs;
    restart();
    expect(pay('60')).toBe(OVER);
  });

  test('is not reset by being switched off under a clock that jumps, where gaps wait to be confirmed', () => {
    const policy = structuredClone(defaultPolicy);
    policy.operationAuthorization.gaps = 'confirm';
    const options = () => ({ session, operationId: operationId(), proof: tee.twoFactors(owner) });
    tee.mustCall('CHANGE_POLICY', { baseVersion: 0, policy }, options());
    expect(pay('60')).toBe('SUCCESS ');
    for (const offMs of [2 * DAY_MS, -DAY_MS, 2 * DAY_MS]) {
      tee.machine.wall += offMs;
      restart();
      expect(pay('60')).toBe(OVER);
    }
    const account = tee.mustCall('GET_ACCOUNT', {}, { session }) as { unconfirmedGapMs: number };
    expect(account.unconfirmedGapMs).toBeGreaterThan(DAY_MS);
    tee.mustCall('CONFIRM_GAP', {}, options());
    expect(pay('60')).toBe('SUCCESS ');
  });

  test('is not bought back by revoking and granting a binding again, nor by tightening and loosening', () => {
    const bob = tee.register(session, { name: 'Bob', by: 'REGISTER_USER' });
    const params = { walletId, userId: bob.userId };
    const terms = { type: 'Authorized', permissions: ['READ', 'SIGN'], limits: [LIMIT] };
    const put = (limits: readonly object[]) =>
      tee.mustCall(
        'PUT_BINDING',
        { ...params, terms: { ...terms, limits } },
        { session, operationId: operationId(), proof: tee.twoFactors(owner) },
      );
    put([LIMIT]);
    const bobs = tee.login(tee.openSession(), bob);
    const payAsBob = () => payAs({ user: bob, session: bobs }, '60');
    expect(payAsBob()).toBe('SUCCESS ');
    tee.mustCall('REVOKE_BINDING', params, {
      session,
      operationId: operationId(),
      proof: owner.proof(tee.machine.wall, 'password'),
    });
    put([LIMIT]);
    expect(payAsBob()).toBe(OVER);
    put([]);
    expect(payAsBob()).toBe('ACCESS_DENIED no-limit-for-asset 3');
    put([LIMIT]);
    expect(payAsBob()).toBe(OVER);
  });
});

describe('a lock-out', () => {
  test.each(JUMPS)('is not shortened by a wall clock that jumps %i ms while the TEE runs', (jump) => {
    lockOut();
    tee.machine.wall += jump;
    expect(tryLogin()).toBe(LOCKED);
    tee.advance(29_000);
    expect(tryLogin()).toBe(LOCKED);
    tee.advance(1_001);
    expect(tryLogin()).toBe('SUCCESS ');
  });

  test.each([0, 1_000, -DAY_MS, -400 * DAY_MS])('is not shortened by a restart %i ms later', (offMs) => {
    lockOut();
    tee.machine.wall += offMs;
    tee.shutDown();
    tee.boot();
    expect(tryLogin()).toBe(LOCKED);
    tee.advance(30_001);
    expect(tryLogin()).toBe('SUCCESS ');
  });

  test('grows with every failure after it, restarts in between or not, up to an hour', () => {
    lockOut();
    const minutes = [0.5, 1, 2, 4, 8, 16, 32, 60, 60];
    for (const [round, wait] of minutes.entries()) {
      tee.advance(wait * 60_000 - 1);
      expect(guess(), `${wait} min`).toBe(LOCKED);
      tee.advance(1);
      expect(guess(), `${wait} min`).toBe('ACCESS_DENIED wrong-proof 2');
      if (round % 2 === 0) continue;
      tee.shutDown();
      tee.boot();
    }
  });
});

describe('files and rows put back', () => {
  const kept: string[] = [];
  afterEach(() => {
    for (const folder of kept.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  /** The database as it is now, without the sealed head. */
  function keepDatabase(): string {
    tee.shutDown();
    const folder = mkdtempSync(join(tmpdir(), 'airaccount-kept-'));
    kept.push(folder);
    for (const file of readdirSync(tee.dataDir).filter((name) => name.startsWith('airaccount.db'))) {
      copyFileSync(join(tee.dataDir, file), join(folder, file));
    }
    tee.boot();
    session = tee.login(tee.openSession(), owner);
    return folder;
  }

  test('the whole database of before the payment: the TEE does not start', () => {
    const before = keepDatabase();
    expect(pay('60')).toBe('SUCCESS ');
    tee.shutDown();
    for (const file of readdirSync(tee.dataDir).filter((name) => name.startsWith('airaccount.db'))) {
      const source = join(before, file);
      if (existsSync(source)) copyFileSync(source, join(tee.dataDir, file));
      else rmSync(join(tee.dataDir, file));
    }
    expect(() => tee.boot()).toThrow(ROLLED_BACK);
  });

  test.each(['limit_usage', 'lock_outs', 'running_time', 'bindings', 'users'])(
    'only the rows of %s: the TEE does not start',
    (table) => {
      expect(pay('20')).toBe('SUCCESS ');
      guess();
      const before = keepDatabase();
      expect(pay('60')).toBe('SUCCESS ');
      lockOutAgain();
      const terms = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'], limits: [] };
      tee.advance(3_600_000);
      session = tee.login(tee.openSession(), owner);
      const params = { walletId, userId: owner.userId, terms };
      tee.mustCall('PUT_BINDING', params, {
        session,
        operationId: operationId(),
        proof: tee.twoFactors(owner),
      });
      tee.shutDown();
      const db = new Database(join(tee.dataDir, 'airaccount.db'));
      db.prepare('ATTACH ? AS before').run(join(before, 'airaccount.db'));
      const different = db
        .prepare(
          `SELECT count(*) AS n FROM (SELECT * FROM before.${table} EXCEPT SELECT * FROM main.${table})`,
        )
        .get() as { n: number };
      expect(different.n).toBeGreaterThan(0);
      db.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM before.${table}`);
      db.close();
      expect(() => tee.boot()).toThrow(ROLLED_BACK);
    },
  );

  test.each(['limit_usage', 'lock_outs', 'running_time'])('no rows of %s at all: nor then', (table) => {
    expect(pay('60')).toBe('SUCCESS ');
    lockOutAgain();
    tee.shutDown();
    const db = new Database(join(tee.dataDir, 'airaccount.db'));
    expect(db.prepare(`DELETE FROM ${table}`).run().changes).toBeGreaterThan(0);
    db.close();
    expect(() => tee.boot()).toThrow(ROLLED_BACK);
  });

  function lockOutAgain(): void {
    for (let i = 0; i < 6; i += 1) guess();
  }
});

test('a second TEE on the same folder is refused, and the first one goes on', () => {
  const boot = () => new TestTee({ dataDir: tee.dataDir, masterKey: tee.masterKey.slice() });
  expect(boot).toThrow(expect.objectContaining({ code: 'ACCESS_CONFLICT', reason: 'folder-in-use' }));
  expect(pay('60')).toBe('SUCCESS ');
  restart();
  expect(pay('60')).toBe(OVER);
});
