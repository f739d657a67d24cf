import { beforeEach, describe, expect, it } from 'vitest';
import type { BindingRecord } from '../../../../tee-sim/authorization/bindings.ts';
import { UserPermissions } from '../../../../tee-sim/authorization/layer-3-permissions.ts';
import type { SessionUser } from '../../../../tee-sim/authorization/session.ts';
import { type ChainSpend, findLimit } from '../../../../tee-sim/authorization/spending.ts';
import { BINDING_TYPES, PERMISSIONS_OF, WALLET_PERMISSIONS } from '../../../../tee-sim/protocol/bindings.ts';
import type { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import type { Subject } from '../../../../tee-sim/protocol/command-spec.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { traceSchema } from '../../../../tee-sim/protocol/trace.ts';
import { freshFolder, refusal } from '../storage/storage-fixture.ts';
import {
  BOB,
  limit,
  OTHER_WALLET,
  OWNER,
  outcomes,
  recorder,
  START_MS,
  Stores,
  terms,
  WALLET,
} from './authorization-fixture.ts';

const owner: SessionUser = { id: OWNER, name: 'Ada', role: 'device-owner' };
const bob: SessionUser = { id: BOB, name: 'Bob', role: 'user' };
const sign: Subject = { kind: 'wallet', permission: 'SIGN' };
let stores: Stores;
let permissions: UserPermissions;
let laterMs: number;

beforeEach(() => {
  stores = new Stores(freshFolder());
  laterMs = START_MS;
  permissions = new UserPermissions({ ...stores, laterMs: () => laterMs });
});

function bind(userId: SessionUser['id'], input: Parameters<typeof terms>[0] = {}): BindingRecord {
  const binding = { walletId: WALLET, userId, terms: terms(input), createdAtMs: 1 };
  stores.write((tx) => stores.bindings.put(tx, binding));
  return binding;
}

function ask(user: SessionUser | undefined, subject: Subject, walletId: typeof WALLET | undefined = WALLET) {
  const trace = recorder();
  return { trace, check: () => permissions.checkSubject({ user, subject, walletId }, trace) };
}

it('asks nothing where a command serves any client or user', () => {
  for (const kind of ['client', 'user'] as const) {
    const { check, trace } = ask(undefined, { kind }, undefined);
    expect(check()).toBeUndefined();
    expect(trace.entries).toEqual([]);
  }
});

it("the device's things are its owner's", () => {
  const subject = { kind: 'device-owner' } as const;
  ask(owner, subject).check();
  for (const user of [bob, undefined]) {
    const { check, trace } = ask(user, subject);
    expect(refusal(check)).toBe('ACCESS_DENIED not-device-owner');
    expect(outcomes(trace)).toEqual(['role deny']);
  }
});

describe('a wallet', () => {
  it.each(BINDING_TYPES)('lets %s do exactly what is permitted', (type) => {
    for (const given of PERMISSIONS_OF[type]) {
      const binding = bind(BOB, { type, permissions: [given] });
      for (const permission of WALLET_PERMISSIONS) {
        const { check } = ask(bob, { kind: 'wallet', permission });
        if (permission === given) expect(check()).toEqual(binding);
        else expect(refusal(check)).toBe('ACCESS_DENIED not-permitted');
      }
    }
  });

  it('lets a guardian never sign', () => {
    bind(BOB, { type: 'Guardian', permissions: ['READ', 'APPROVE'] });
    const { check, trace } = ask(bob, sign);
    expect(refusal(check)).toBe('ACCESS_DENIED not-permitted');
    expect(trace.entries.find(({ outcome }) => outcome === 'deny')).toMatchObject({
      check: 'permission',
      expected: 'SIGN',
      actual: 'READ, APPROVE',
    });
  });

  it("lets only its owner do what is the owner's, the device's owner or not", () => {
    const subject = { kind: 'wallet-owner' } as const;
    bind(BOB, { type: 'Owner', permissions: ['READ'] });
    expect(ask(bob, subject).check()).toBeDefined();
    bind(OWNER, { type: 'Authorized', permissions: ['READ', 'SIGN'] });
    expect(refusal(ask(owner, subject).check)).toBe('ACCESS_DENIED not-permitted');
  });

  it('of someone else answers and traces as one that never was', () => {
    bind(OWNER, { type: 'Owner' });
    for (const subject of [sign, { kind: 'wallet-owner' } as const]) {
      const traces = [WALLET, OTHER_WALLET, undefined].map((walletId) => {
        const { check, trace } = ask(bob, subject, walletId);
        expect(refusal(check)).toBe('ITEM_NOT_FOUND unknown-wallet');
        return trace.entries;
      });
      expect(traces[0]?.[0]).toEqual({ layer: 3, check: 'wallet-binding', outcome: 'deny', durationUs: 0 });
      expect(traces[1]).toEqual(traces[0]);
      expect(traces[2]).toEqual(traces[0]);
    }
    expect(refusal(ask(undefined, sign).check)).toBe('ITEM_NOT_FOUND unknown-wallet');
  });

  it('is bound until the moment that the binding ends', () => {
    bind(BOB, { expiresAtMs: START_MS + 1 });
    ask(bob, sign).check();
    laterMs = START_MS + 1;
    const { check, trace } = ask(bob, sign);
    expect(refusal(check)).toBe('ACCESS_DENIED binding-expired');
    expect(outcomes(trace)).toEqual(['wallet-binding pass', 'binding-expiry deny']);
  });

  it('is lost the moment that the binding is removed', () => {
    const binding = bind(BOB);
    ask(bob, sign).check();
    stores.write((tx) => stores.bindings.remove(tx, binding));
    expect(refusal(ask(bob, sign).check)).toBe('ITEM_NOT_FOUND unknown-wallet');
  });
});

describe('limits', () => {
  const TOKEN = addressSchema.parse('0x52908400098527886E0F7030069857D2E4169EE7');
  const spent = (amounts: ChainSpend['amounts'], more: Partial<ChainSpend> = {}): ChainSpend => ({
    chainId: 1,
    amounts,
    unbounded: false,
    ...more,
  });
  const coins = (amount: bigint, chainId = 1) => spent([{ asset: 'native', amount }], { chainId });

  function spend(binding: BindingRecord, amount: bigint, chainId = 1): string {
    const trace = recorder();
    try {
      permissions.checkLimits(binding, coins(amount, chainId), trace);
    } catch {
      return refusal(() => permissions.checkLimits(binding, coins(amount, chainId), recorder()));
    }
    stores.write((tx) => stores.ledger.add(tx, { ...binding, chainId, asset: 'native' }, amount));
    return 'spent';
  }

  it('hold per transaction, at the edge', () => {
    const binding = bind(BOB, { limits: [limit(100, 1_000)] });
    expect(spend(binding, 100n)).toBe('spent');
    expect(spend(binding, 101n)).toBe('ACCESS_DENIED transaction-limit');
  });

  it('hold over the day, at the edge; a denied attempt takes nothing', () => {
    const binding = bind(BOB, { limits: [limit(100, 150)] });
    expect(spend(binding, 100n)).toBe('spent');
    for (let i = 0; i < 5; i += 1) expect(spend(binding, 51n)).toBe('ACCESS_DENIED daily-limit');
    expect(spend(binding, 50n)).toBe('spent');
    expect(spend(binding, 1n)).toBe('ACCESS_DENIED daily-limit');
    expect(spend(binding, 0n)).toBe('spent');
  });

  it('let one of 100 requests through that each ask for 60 % of the day', () => {
    const binding = bind(BOB, { limits: [limit(100, 100)] });
    const answers = Array.from({ length: 100 }, () => spend(binding, 60n));
    expect(answers.filter((answer) => answer === 'spent')).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(['spent', 'ACCESS_DENIED daily-limit']));
  });

  it('count amounts that no number holds', () => {
    const most = 2n ** 256n - 1n;
    const limits = [{ ...limit(0, 0), perTransaction: String(most), perDay: String(most) }];
    const binding = bind(BOB, { limits });
    expect(spend(binding, most - 1n)).toBe('spent');
    expect(spend(binding, 2n)).toBe('ACCESS_DENIED daily-limit');
    expect(spend(binding, 1n)).toBe('spent');
  });

  it('deny every asset and chain that is not listed', () => {
    const binding = bind(BOB, { limits: [limit(100, 150)] });
    expect(spend(binding, 1n, 137)).toBe('ACCESS_DENIED no-limit-for-asset');
    expect(spend(bind(BOB, { limits: [] }), 0n)).toBe('ACCESS_DENIED no-limit-for-asset');
  });

  it('show what would pass and what was asked, and nothing where there are none', () => {
    const trace = recorder();
    const binding = bind(BOB, { limits: [limit(100, 150)] });
    spend(binding, 100n);
    expect(refusal(() => permissions.checkLimits(binding, coins(51n), trace))).toBe(
      'ACCESS_DENIED daily-limit',
    );
    expect(trace.entries.slice(0, 2)).toMatchObject([
      { check: 'transaction-limit', outcome: 'pass', expected: '<= 100', actual: '51' },
      { check: 'daily-limit', outcome: 'deny', expected: '<= 150', actual: '151' },
    ]);
    const free = recorder();
    permissions.checkLimits(bind(BOB), coins(10n ** 30n), free);
    expect(free.entries).toEqual([]);
  });

  /** The denial, or `undefined`; `findLimit` must always say the same. */
  function denied(binding: BindingRecord, spend: ChainSpend): string | undefined {
    const found = findLimit(binding, spend, stores.ledger);
    try {
      permissions.checkLimits(binding, spend, recorder());
      expect(found).toBeUndefined();
      return undefined;
    } catch (error) {
      const { reason } = error as TeeError;
      expect(found?.reason).toBe(reason);
      expect(error).toMatchObject({ code: 'ACCESS_DENIED', layer: 3 });
      return reason;
    }
  }

  const both = [limit(100, 150), { ...limit(5, 6), asset: TOKEN }];

  it.each([
    ['the coin', 101n, 5n],
    ['the token', 100n, 6n],
  ])('deny a spend of two assets, of which %s exceeds', (_which, coin, token) => {
    const binding = bind(BOB, { limits: both });
    const spend = (native: bigint, tokens: bigint) =>
      spent([
        { asset: 'native', amount: native },
        { asset: TOKEN, amount: tokens },
      ]);
    expect(denied(binding, spend(100n, 5n))).toBeUndefined();
    expect(denied(binding, spend(coin, token))).toBe('transaction-limit');
  });

  it('hold over the day for each asset by itself', () => {
    const binding = bind(BOB, { limits: both });
    stores.write((tx) => {
      stores.ledger.add(tx, { ...binding, chainId: 1, asset: 'native' }, 51n);
      stores.ledger.add(tx, { ...binding, chainId: 1, asset: TOKEN }, 2n);
    });
    const token = (amount: bigint) =>
      spent([
        { asset: 'native', amount: 1n },
        { asset: TOKEN, amount },
      ]);
    expect(denied(binding, token(4n))).toBeUndefined();
    expect(denied(binding, token(5n))).toBe('daily-limit');
    expect(denied(binding, coins(99n))).toBeUndefined();
    expect(denied(binding, coins(100n))).toBe('daily-limit');
    expect(findLimit(binding, token(5n), stores.ledger)).toEqual({
      ...{ reason: 'daily-limit', asset: TOKEN },
      ...{ amount: 5n, used: 2n, most: 6n },
    });
  });

  it('deny what has no bound before anything else, though nothing of it were listed', () => {
    const unbounded = spent([], { unbounded: true });
    expect(denied(bind(BOB, { limits: both }), unbounded)).toBe('unbounded-spend');
    expect(denied(bind(BOB, { limits: [] }), unbounded)).toBe('unbounded-spend');
    expect(denied(bind(BOB, { limits: both }), { ...coins(101n), unbounded: true })).toBe('unbounded-spend');
    expect(denied(bind(BOB), unbounded)).toBeUndefined();
  });

  it('let nothing through of what no chain binds, but what moves nothing', () => {
    const binding = bind(BOB, { limits: both });
    expect(denied(binding, { ...coins(1n), chainId: undefined })).toBe('no-limit-for-asset');
    expect(denied(binding, spent([], { chainId: undefined }))).toBeUndefined();
  });

  it('of several assets name the one that exceeds, and no number while all pass', () => {
    const binding = bind(BOB, { limits: both });
    const trace = recorder();
    const amounts = [
      { asset: 'native' as const, amount: 100n },
      { asset: TOKEN, amount: 5n },
    ];
    permissions.checkLimits(binding, spent(amounts), trace);
    expect(trace.entries).toEqual([
      { layer: 3, check: 'transaction-limit', outcome: 'pass', durationUs: 0 },
      { layer: 3, check: 'daily-limit', outcome: 'pass', durationUs: 0 },
    ]);
    const over = recorder();
    const more = [...amounts.slice(0, 1), { asset: TOKEN, amount: 6n }];
    expect(() => permissions.checkLimits(binding, spent(more), over)).toThrow();
    expect(over.entries[0]).toMatchObject({ expected: `<= 5 ${TOKEN}`, actual: `6 ${TOKEN}` });
  });

  it('keep the trace short, however many assets there are', () => {
    const many = Array.from({ length: 64 }, (_, i) => ({
      asset: addressSchema.parse(`0x${String(i).padStart(40, '0')}`),
      amount: 1n,
    }));
    const limits = many.map(({ asset }) => ({ ...limit(1, 1), asset }));
    const trace = recorder();
    permissions.checkLimits(bind(BOB, { limits }), spent(many), trace);
    expect(traceSchema.safeParse(trace.entries).success).toBe(true);
  });

  it('that are made tighter count what was spent before', () => {
    const before = bind(BOB);
    expect(spend(before, 90n)).toBe('spent');
    expect(spend(bind(BOB, { limits: [limit(100, 100)] }), 11n)).toBe('ACCESS_DENIED daily-limit');
  });
});
