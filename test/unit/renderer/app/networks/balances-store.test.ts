import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  cancelAllBalances,
  cancelBalances,
  createBalancesStore,
  isStale,
  loadBalances,
  STALE_AFTER_MS,
  totalOf,
} from '../../../../../renderer/app/networks/balances-store.ts';
import { bad, good } from './network-samples.ts';

const A = `0x${'aa'.repeat(20)}`;
const B = `0x${'bb'.repeat(20)}`;
const TOKEN = `0x${'cc'.repeat(20)}`;
const HASH = `0x${'00'.repeat(32)}`;

type Amounts = readonly { account: string; asset: string; amount: string | null }[];

function read(balances: Amounts, number = '5') {
  return good({
    block: { number, hash: HASH, timeMs: 1_000 },
    balances: [...balances],
    cost: { calls: 1, requests: 1 },
  });
}

const cancel = vi.fn(() => Promise.resolve(undefined));
const wanted = { chainId: 1, accounts: [A, B], tokens: [TOKEN] };

describe('balances', () => {
  test('are kept exactly, with the block and the time that they are of', async () => {
    const store = createBalancesStore();
    const huge = ((1n << 256n) - 1n).toString();
    const balances = vi.fn(() =>
      read([
        { account: A, asset: 'native', amount: huge },
        { account: B, asset: 'native', amount: '1' },
        { account: A, asset: TOKEN, amount: null },
        { account: B, asset: TOKEN, amount: '7' },
      ]),
    );
    await loadBalances(store, { balances, cancel }, wanted, () => 42);
    const shown = store.getState().networks[1];
    expect(shown).toMatchObject({ task: undefined, trouble: undefined });
    expect(shown?.read).toMatchObject({ block: { number: 5n, timeMs: 1_000 }, readAtMs: 42 });
    expect(totalOf(shown?.read, 'native', [A, B])).toEqual({ amount: 1n << 256n, isPartial: false });
    expect(totalOf(shown?.read, TOKEN, [A, B])).toEqual({ amount: 7n, isPartial: true });
    expect(totalOf(shown?.read, TOKEN, [A])).toEqual({ amount: undefined, isPartial: false });
    expect(totalOf(undefined, 'native', [A])).toEqual({ amount: undefined, isPartial: false });
  });

  test('of a network that fails say why; what was read before stays, and so do other networks', async () => {
    const store = createBalancesStore();
    const balances = () => read([{ account: A, asset: 'native', amount: '9' }]);
    await loadBalances(store, { balances, cancel }, wanted, () => 1);
    await loadBalances(store, { balances, cancel }, { ...wanted, chainId: 2 }, () => 1);
    const failing = { balances: () => bad({ reason: 'timed-out' }), cancel };
    await loadBalances(store, failing, wanted, () => 2);
    const { 1: first, 2: second } = store.getState().networks;
    expect(first?.trouble).toEqual({ by: 'network', problem: { reason: 'timed-out' } });
    expect(totalOf(first?.read, 'native', [A]).amount).toBe(9n);
    expect(first !== undefined && isStale(first, 2)).toBe(true);
    expect(second).toMatchObject({ trouble: undefined });
    expect(second !== undefined && isStale(second, 2)).toBe(false);
  });

  test('grow old by themselves', async () => {
    const store = createBalancesStore();
    const balances = () => read([{ account: A, asset: 'native', amount: '9' }]);
    await loadBalances(store, { balances, cancel }, wanted, () => 0);
    const shown = store.getState().networks[1];
    expect(shown && isStale(shown, STALE_AFTER_MS)).toBe(false);
    expect(shown && isStale(shown, STALE_AFTER_MS + 1)).toBe(true);
  });

  test('of many accounts are asked for in parts, and are as old as the oldest', async () => {
    const store = createBalancesStore();
    const accounts = Array.from({ length: 450 }, (_, i) => `0x${i.toString(16).padStart(40, '0')}`);
    let asked = 0;
    const balances = vi.fn(({ accounts: some }: { accounts: string[] }) => {
      asked += 1;
      const number = String(100 - asked);
      return read(
        some.map((account) => ({ account, asset: 'native', amount: '2' })),
        number,
      );
    });
    await loadBalances(store, { balances, cancel }, { chainId: 1, accounts, tokens: [] });
    expect(balances.mock.calls.map(([{ accounts: some }]) => some.length)).toEqual([200, 200, 50]);
    const shown = store.getState().networks[1]?.read;
    expect(shown?.block.number).toBe(97n);
    expect(totalOf(shown, 'native', accounts)).toEqual({ amount: 900n, isPartial: false });
  });

  test('of no account are not asked for', async () => {
    const balances = vi.fn();
    await loadBalances(createBalancesStore(), { balances, cancel }, { ...wanted, accounts: [] });
    expect(balances).not.toHaveBeenCalled();
  });

  test('sums neither lose nor invent anything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), { minLength: 1 }),
        async (sums) => {
          const store = createBalancesStore();
          const accounts = sums.map((_, i) => `0x${i.toString(16).padStart(40, '0')}`);
          const balances = () =>
            read(
              sums.map((sum, i) => ({ account: accounts[i] ?? '', asset: 'native', amount: String(sum) })),
            );
          await loadBalances(store, { balances, cancel }, { chainId: 1, accounts, tokens: [] });
          const { amount } = totalOf(store.getState().networks[1]?.read, 'native', accounts);
          expect(amount).toBe(sums.reduce((a, b) => a + b, 0n));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('stopping', () => {
  test('cancels at main, keeps what was read, and is no trouble', async () => {
    const store = createBalancesStore();
    const balances = () => read([{ account: A, asset: 'native', amount: '9' }]);
    await loadBalances(store, { balances, cancel }, wanted, () => 0);
    const waiting = Promise.withResolvers<Awaited<ReturnType<typeof bad>>>();
    const cancelled = vi.fn(() => Promise.resolve(undefined));
    const asked = loadBalances(store, { balances: () => waiting.promise, cancel: cancelled }, wanted);
    await vi.waitFor(() => expect(store.getState().networks[1]?.task).toBeDefined());
    const { task } = store.getState().networks[1] ?? {};
    await cancelAllBalances(store, { cancel: cancelled });
    expect(cancelled).toHaveBeenCalledWith({ task });
    waiting.resolve({ ok: false, problem: { reason: 'cancelled' } });
    await asked;
    const shown = store.getState().networks[1];
    expect(shown).toMatchObject({ task: undefined, trouble: undefined });
    expect(totalOf(shown?.read, 'native', [A]).amount).toBe(9n);
  });

  test('a question that was overtaken changes nothing any more', async () => {
    const store = createBalancesStore();
    const late = Promise.withResolvers<Awaited<ReturnType<typeof read>>>();
    const first = loadBalances(store, { balances: () => late.promise, cancel }, wanted);
    await vi.waitFor(() => expect(store.getState().networks[1]?.task).toBeDefined());
    const balances = () => read([{ account: A, asset: 'native', amount: '2' }]);
    await loadBalances(store, { balances, cancel }, wanted);
    late.resolve(await read([{ account: A, asset: 'native', amount: '1' }]));
    await first;
    expect(totalOf(store.getState().networks[1]?.read, 'native', [A]).amount).toBe(2n);
  });

  test('where nothing is asked is nothing', async () => {
    const cancelled = vi.fn(() => Promise.resolve(undefined));
    await cancelBalances(createBalancesStore(), { cancel: cancelled }, 1);
    expect(cancelled).not.toHaveBeenCalled();
  });
});
