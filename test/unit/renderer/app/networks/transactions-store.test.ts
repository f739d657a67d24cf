import { describe, expect, test, vi } from 'vitest';
import {
  broadcastTransaction,
  createTransactionsStore,
  discardTransaction,
  followTransactions,
  keepTransaction,
  loadTransactions,
  refreshTransaction,
  sendTransactionAgain,
} from '../../../../../renderer/app/networks/transactions-store.ts';
import { TeeError } from '../../../../../tee-sim/protocol/codes.ts';
import { bad, good, HASH, tracked, trackedText } from './network-samples.ts';

describe('transactions', () => {
  test('are asked for once and then fed by what main says', async () => {
    const store = createTransactionsStore();
    let say: Parameters<Parameters<typeof followTransactions>[1]>[0] = () => undefined;
    const end = vi.fn();
    const unfollow = followTransactions(store, (listener) => {
      say = listener;
      return end;
    });
    const transactions = vi.fn(() => good([trackedText()]));
    await loadTransactions(store, { transactions }, { chainId: 31_337 });
    expect(transactions).toHaveBeenCalledWith({ chainId: 31_337, limit: 1_000 });
    expect(store.getState().byHash[HASH]).toEqual(tracked());
    say({ transaction: tracked({ state: 'mined', confirmations: 1 }) });
    expect(store.getState().byHash[HASH]).toMatchObject({ state: 'mined', confirmations: 1, nonce: 4n });
    unfollow();
    expect(end).toHaveBeenCalledOnce();
  });

  test('are all known once all were asked for', async () => {
    const store = createTransactionsStore();
    const transactions = vi.fn(() => good([trackedText()]));
    await loadTransactions(store, { transactions }, { chainId: 31_337 });
    expect(store.getState().isLoaded).toBe(false);
    await loadTransactions(store, { transactions: () => bad({ reason: 'storage' }) });
    expect(store.getState().isLoaded).toBe(false);
    await loadTransactions(store, { transactions });
    expect(store.getState().isLoaded).toBe(true);
    await loadTransactions(store, { transactions }, { chainId: 31_337 });
    expect(store.getState().isLoaded).toBe(true);
  });

  test('that cannot be asked for say why and hide nothing', async () => {
    const store = createTransactionsStore();
    keepTransaction(store, trackedText());
    await loadTransactions(store, { transactions: () => bad({ reason: 'storage' }) });
    expect(store.getState().list).toEqual({
      status: 'failed',
      trouble: { by: 'network', problem: { reason: 'storage' } },
    });
    expect(Object.keys(store.getState().byHash)).toEqual([HASH]);
  });
});

describe('a signed transaction', () => {
  const signed = { hash: HASH, chainId: 31_337, raw: '0x02' };

  test('is handed over once, and followed', async () => {
    const store = createTransactionsStore();
    const broadcast = vi.fn(() => good(trackedText({ state: 'pending' })));
    await Promise.all([
      broadcastTransaction(store, { broadcast }, signed),
      broadcastTransaction(store, { broadcast }, signed),
    ]);
    expect(broadcast).toHaveBeenCalledExactlyOnceWith({ chainId: 31_337, raw: '0x02' });
    expect(store.getState()).toMatchObject({ byHash: { [HASH]: { state: 'pending' } }, actions: {} });
  });

  test('that could not be handed over says why, and is not taken for sent', async () => {
    const store = createTransactionsStore();
    const broadcast = () => bad({ reason: 'storage' as const });
    await broadcastTransaction(store, { broadcast }, signed);
    expect(store.getState()).toMatchObject({
      byHash: {},
      actions: { [HASH]: { status: 'failed', trouble: { problem: { reason: 'storage' } } } },
    });
  });
});

describe('an action', () => {
  test('shows what main answered', async () => {
    const store = createTransactionsStore();
    await refreshTransaction(store, { refresh: () => good(trackedText({ state: 'dropped' })) }, HASH);
    expect(store.getState().byHash[HASH]?.state).toBe('dropped');
    expect(store.getState().actions).toEqual({});
  });

  test('that failed leaves what was known and says why', async () => {
    const store = createTransactionsStore();
    keepTransaction(store, trackedText({ state: 'unknown' }));
    await sendTransactionAgain(store, { sendAgain: () => bad({ reason: 'unreachable' }) }, HASH);
    expect(store.getState().byHash[HASH]?.state).toBe('unknown');
    expect(store.getState().actions[HASH]).toEqual({
      status: 'failed',
      trouble: { by: 'network', problem: { reason: 'unreachable' } },
    });
  });

  test('is not begun twice at a time', async () => {
    const store = createTransactionsStore();
    const answered =
      Promise.withResolvers<Awaited<ReturnType<typeof good<ReturnType<typeof trackedText>>>>>();
    const refresh = vi.fn(() => answered.promise);
    const first = refreshTransaction(store, { refresh }, HASH);
    await refreshTransaction(store, { refresh }, HASH);
    expect(refresh).toHaveBeenCalledOnce();
    answered.resolve({ ok: true, value: trackedText() });
    await first;
    await refreshTransaction(store, { refresh }, HASH);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  test('that our own side refused is told apart from a network’s trouble', async () => {
    const store = createTransactionsStore();
    const refresh = () => Promise.reject(new TeeError('BAD_PARAMETERS', undefined, 'API'));
    await refreshTransaction(store, { refresh }, HASH);
    expect(store.getState().actions[HASH]).toMatchObject({
      trouble: { by: 'app', failure: { code: 'BAD_PARAMETERS' } },
    });
  });

  test('discarding takes it away only when main has', async () => {
    const store = createTransactionsStore();
    keepTransaction(store, trackedText({ state: 'prepared' }));
    const refused = { discard: () => bad({ reason: 'bad-transaction' }) };
    expect(await discardTransaction(store, refused, HASH)).toBe(false);
    expect(store.getState().byHash[HASH]).toBeDefined();
    expect(await discardTransaction(store, { discard: () => good(undefined) }, HASH)).toBe(true);
    expect(store.getState()).toMatchObject({ byHash: {}, actions: {} });
  });
});
