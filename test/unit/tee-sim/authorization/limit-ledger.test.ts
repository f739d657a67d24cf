import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LimitLedger } from '../../../../tee-sim/authorization/limit-ledger.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import type { Transaction } from '../../../../tee-sim/storage/storage.ts';
import { copyFolder, edit, freshFolder, refusal } from '../storage/storage-fixture.ts';
import { BOB, OTHER_WALLET, OWNER, START_MS, Stores, WALLET } from './authorization-fixture.ts';

const COIN = { walletId: WALLET, userId: BOB, chainId: 1, asset: 'native' as const };
const HOUR = 3_600_000;

function pay(stores: Stores, amount: bigint, of = COIN): void {
  stores.write((tx) => stores.ledger.add(tx, of, amount));
}

it('sums what was paid, per wallet, user, chain and asset', () => {
  const stores = new Stores(freshFolder());
  pay(stores, 5n);
  pay(stores, 2n ** 255n);
  expect(stores.ledger.used(COIN)).toBe(5n + 2n ** 255n);
  for (const other of [
    { ...COIN, walletId: OTHER_WALLET },
    { ...COIN, userId: OWNER },
    { ...COIN, chainId: 137 },
    { ...COIN, asset: '0x52908400098527886E0F7030069857D2E4169EE7' as typeof COIN.asset },
  ]) {
    expect(stores.ledger.used(other)).toBe(0n);
  }
});

it('sees what the same transaction added before', () => {
  const stores = new Stores(freshFolder());
  stores.write((tx) => {
    stores.ledger.add(tx, COIN, 1n);
    stores.ledger.add(tx, COIN, 2n);
  });
  expect(stores.ledger.used(COIN)).toBe(3n);
});

it('takes nothing when its transaction fails', () => {
  const stores = new Stores(freshFolder());
  expect(() =>
    stores.write((tx) => {
      stores.ledger.add(tx, COIN, 1n);
      throw new Error('disk');
    }),
  ).toThrow('disk');
  expect(stores.ledger.used(COIN)).toBe(0n);
});

describe('after 24 h of running time', () => {
  it('an amount counts no more: never earlier, and at most 15 min later', () => {
    const stores = new Stores(freshFolder());
    stores.clock.ms += 7 * 60_000;
    pay(stores, 4n);
    stores.clock.ms += 24 * HOUR;
    expect(stores.ledger.used(COIN)).toBe(4n);
    stores.clock.ms += 8 * 60_000;
    expect(stores.ledger.used(COIN)).toBe(0n);
  });

  it('each amount leaves by itself, as the day rolls', () => {
    const stores = new Stores(freshFolder());
    for (let hour = 0; hour < 24; hour += 1) {
      pay(stores, 1n);
      stores.clock.ms += HOUR;
    }
    expect(stores.ledger.used(COIN)).toBe(24n);
    stores.clock.ms += HOUR;
    expect(stores.ledger.used(COIN)).toBe(23n);
    stores.clock.ms += 5 * HOUR;
    expect(stores.ledger.used(COIN)).toBe(18n);
  });

  it('a row has no more than 97 pieces, however many payments there were', () => {
    const folder = freshFolder();
    const stores = new Stores(folder);
    const sizes: number[] = [];
    for (let i = 0; i < 110; i += 1) {
      pay(stores, 7n);
      const stored = stores.storage.scan('limit_usage')[0];
      sizes.push((JSON.parse(Buffer.from(stored ?? []).toString()) as { buckets: unknown[] }).buckets.length);
      stores.clock.ms += 15 * 60_000;
    }
    expect(Math.max(...sizes)).toBe(97);
  });
});

it('counts several assets of one transaction, each by itself', () => {
  const folder = freshFolder();
  const stores = new Stores(folder);
  const tokens = ['1', '2'].map((digit) => addressSchema.parse(`0x${digit.repeat(40)}`));
  const assets = ['native' as const, ...tokens];
  stores.write((tx) => {
    for (const [i, asset] of assets.entries()) stores.ledger.add(tx, { ...COIN, asset }, BigInt(i + 1));
  });
  stores.storage.close();
  const again = new Stores(folder);
  expect(assets.map((asset) => again.ledger.used({ ...COIN, asset }))).toEqual([1n, 2n, 3n]);
});

it('counts what no payment could be, such as the highest gas at the highest price', () => {
  const stores = new Stores(freshFolder());
  const most = 2n ** 512n - 1n;
  for (let i = 0; i < 3; i += 1) pay(stores, most);
  expect(stores.ledger.used(COIN)).toBe(3n * most);
});

it('counts at least the last 24 h exactly, and never more than 24 h 15 min, whatever is paid when', () => {
  const rows = new Map<string, Uint8Array>();
  const storage = {
    get: (_table: string, rowKey: string) => rows.get(rowKey)?.slice(),
    scan: () => [],
  };
  const tx = {
    ...storage,
    put: (_table: string, rowKey: string, _userId: string, bytes: Uint8Array) => {
      rows.set(rowKey, bytes.slice());
    },
  } as unknown as Transaction;
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 5 * HOUR }),
    amount: fc.bigInt(0n, 10n ** 30n),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 0, max: HOUR }), (steps, startMs) => {
      rows.clear();
      let nowMs = startMs;
      const ledger = new LimitLedger(storage, { nowMs: () => nowMs, record: () => {} });
      const paid: { atMs: number; amount: bigint }[] = [];
      const since = (atMs: number) =>
        paid.reduce((sum, payment) => sum + (payment.atMs > atMs ? payment.amount : 0n), 0n);
      for (const { waitMs, amount } of steps) {
        nowMs += waitMs;
        expect(ledger.used(COIN)).toBeGreaterThanOrEqual(since(nowMs - 24 * HOUR));
        expect(ledger.used(COIN)).toBeLessThanOrEqual(since(nowMs - 24.25 * HOUR));
        ledger.add(tx, COIN, amount);
        paid.push({ atMs: nowMs, amount });
      }
    }),
    { numRuns: 100 },
  );
});

describe('cannot be reset', () => {
  it('by a restart', () => {
    const folder = freshFolder();
    const stores = new Stores(folder);
    stores.clock.ms += HOUR;
    pay(stores, 60n);
    stores.storage.close();
    const again = new Stores(folder, stores.clock.ms + 1);
    expect(again.ledger.used(COIN)).toBe(60n);
    again.clock.ms += 23 * HOUR;
    expect(again.ledger.used(COIN)).toBe(60n);
  });

  it('by restarts that each lose some time', () => {
    const folder = freshFolder();
    const first = new Stores(folder);
    pay(first, 60n);
    first.storage.close();
    // The machine's clock says the same at every boot: running time stands still, it does not run back.
    for (let i = 0; i < 5; i += 1) {
      const stores = new Stores(folder, START_MS);
      stores.clock.ms += 60_000;
      expect(stores.ledger.used(COIN)).toBe(60n);
      stores.storage.close();
    }
  });

  it('by a wall clock that went back between boots', () => {
    const folder = freshFolder();
    const stores = new Stores(folder);
    pay(stores, 60n);
    stores.storage.close();
    const again = new Stores(folder, START_MS - 365 * 24 * HOUR);
    expect(again.ledger.used(COIN)).toBe(60n);
    pay(again, 1n);
    expect(again.ledger.used(COIN)).toBe(61n);
  });

  it('by a wall clock set forward while the TEE was off, where the policy waits for the owner', () => {
    const folder = freshFolder();
    const stores = new Stores(folder);
    const operationAuthorization = { ...defaultPolicy.operationAuthorization, gaps: 'confirm' as const };
    stores.write((tx) => stores.policy.change(tx, { ...defaultPolicy, operationAuthorization }, 1));
    pay(stores, 60n);
    stores.storage.close();
    const again = new Stores(folder, START_MS + 30 * 24 * HOUR);
    expect(again.ledger.used(COIN)).toBe(60n);
    again.write((tx) => again.runningTime.confirmGap(tx));
    again.runningTime.gapConfirmed();
    expect(again.ledger.used(COIN)).toBe(0n);
  });

  it('by the row from before the payment, put back or removed', () => {
    const folder = freshFolder();
    const stores = new Stores(folder);
    pay(stores, 1n);
    stores.storage.close();
    let old: unknown[] = [];
    edit(folder, (db) => {
      old = db.prepare('SELECT * FROM limit_usage').raw().get() as unknown[];
    });
    const again = new Stores(folder);
    pay(again, 60n);
    again.storage.close();
    const copy = copyFolder(folder);
    edit(folder, (db) => {
      db.prepare('INSERT OR REPLACE INTO limit_usage VALUES (?, ?, ?, ?)').run(...old);
    });
    expect(refusal(() => new Stores(folder))).toBe('BAD_STATE rolled-back');
    edit(copy, (db) => db.exec('DELETE FROM limit_usage'));
    expect(refusal(() => new Stores(copy))).toBe('BAD_STATE rolled-back');
  });
});
