import { describe, expect, test } from 'vitest';
import { sentOf } from '../../../../../renderer/app/networks/sent-before.ts';
import { exportHistory } from '../../../../../renderer/screens/history/export-actions.ts';
import {
  closeSignature,
  loadHistory,
  loadMore,
  openSignature,
  PAGE,
  showEntry,
  showWallet,
} from '../../../../../renderer/screens/history/history-actions.ts';
import {
  createHistoryStore,
  type HistoryStore,
  isFiltered,
  showAll,
  shownSignatures,
} from '../../../../../renderer/screens/history/history-store.ts';
import type { SentFilter } from '../../../../../renderer/screens/history/sent-state.ts';
import type { SaveFile } from '../../../../../renderer/ui/signed-parts.tsx';
import { walletIdSchema } from '../../../../../tee-sim/protocol/bindings.ts';
import { TeeError } from '../../../../../tee-sim/protocol/codes.ts';
import { addressSchema } from '../../../../../tee-sim/protocol/payment.ts';
import type { SignatureSummary } from '../../../../../tee-sim/protocol/review.ts';
import { logIdSchema } from '../../../../../tee-sim/protocol/schema.ts';
import { HASH, tracked } from '../../app/networks/network-samples.ts';

const ADDRESS = addressSchema.parse('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');
const FIRST = walletIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');
const SECOND = walletIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ');

function summary(number: number, change: Partial<SignatureSummary> = {}): SignatureSummary {
  return {
    number,
    logId: logIdSchema.parse(number),
    signedAtMs: 1_800_000_000_000 + number,
    userName: 'Ada',
    account: { index: 0, address: ADDRESS },
    kind: 'transaction',
    chainId: 1,
    hash: new Uint8Array(32).fill(1),
    transactionHash: new Uint8Array(32).fill(2),
    nonce: BigInt(number),
    feeWei: 2n ** 256n,
    decoded: {
      kind: 'native-transfer',
      chainId: 1,
      parties: [{ role: 'recipient', address: ADDRESS }],
      amounts: [{ asset: 'native', amount: 2n ** 256n - 1n, unlimited: false }],
      flags: [],
      inner: [],
    },
    known: [],
    note: '',
    ...change,
  };
}

/** A TEE with two wallets, the first with so many signatures. */
class ScriptedTee {
  readonly asked: [string, unknown][] = [];
  count: number;
  failure: TeeError | undefined;
  wallets = [FIRST, SECOND];
  terms: object = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'] };

  constructor(count: number) {
    this.count = count;
  }

  invoke = (async (
    command: string,
    params: { walletId?: string; before?: number; limit?: number; number?: number },
  ) => {
    this.asked.push([command, params]);
    await Promise.resolve();
    if (this.failure !== undefined) throw this.failure;
    return { result: this.#resultOf(command, params) };
  }) as unknown as Parameters<typeof loadHistory>[1]['invoke'];

  #resultOf(
    command: string,
    {
      walletId,
      before = Number.MAX_SAFE_INTEGER,
      limit = 0,
      number = 0,
    }: { walletId?: string; before?: number; limit?: number; number?: number },
  ) {
    const firstAccount = { index: 0, address: ADDRESS };
    switch (command) {
      case 'LIST_WALLETS':
        return {
          wallets: this.wallets.map((id, i) => {
            const binding = { terms: this.terms };
            return { walletId: id, name: `W${i}`, firstAccount, binding };
          }),
        };
      case 'LIST_CONTACTS':
        return { contacts: [{ address: ADDRESS, name: 'Alice' }] };
      case 'GET_SIGNATURE':
        return { summary: summary(number), signed: { number } };
      default: {
        const count = walletId === FIRST ? this.count : 0;
        const newest = Math.min(count, before - 1);
        const length = Math.max(0, Math.min(limit, newest));
        return { total: count, signatures: Array.from({ length }, (_, i) => summary(newest - i)) };
      }
    }
  }
}

const sentWith = (byHash: Record<string, ReturnType<typeof tracked>>) =>
  sentOf({ byHash, isLoaded: true }, { known: { networks: [], offered: [], putAside: [] } });
const numbers = (store: HistoryStore) => store.getState().signatures?.map(({ number }) => number);
const all = (count: number) => Array.from({ length: count }, (_, i) => count - i);

test('what filters hide is shown again at once', () => {
  const store = createHistoryStore();
  store.setState({ signatures: [summary(1)] });
  const sent = sentOf({ byHash: {}, isLoaded: true }, { known: undefined });
  expect(isFiltered(store.getState())).toBe(false);
  for (const filter of [{ kind: 'typed-data' }, { became: 'done' }] as const) {
    store.setState(filter);
    expect(isFiltered(store.getState())).toBe(true);
    expect(shownSignatures(store.getState(), sent)).toEqual([]);
    showAll(store);
    expect(isFiltered(store.getState())).toBe(false);
    expect(shownSignatures(store.getState(), sent)).toHaveLength(1);
  }
});

test('what was opened while the list is read again stays open, of the same wallet only', async () => {
  const store = createHistoryStore();
  const tee = new ScriptedTee(3);
  await loadHistory(store, tee, FIRST);
  await openSignature(store, tee, { number: 2 });
  await showWallet(store, tee, FIRST);
  expect(store.getState().detail).toMatchObject({ status: 'shown', number: 2 });
  await showWallet(store, tee, SECOND);
  expect(store.getState().detail).toBeUndefined();
});

describe('the list', () => {
  test('shows the newest of the first wallet, and older ones on demand, to the first', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(2 * PAGE + 1);
    await loadHistory(store, tee);
    expect(numbers(store)).toEqual(all(2 * PAGE + 1).slice(0, PAGE));
    await loadMore(store, tee);
    await loadMore(store, tee);
    expect(numbers(store)).toEqual(all(2 * PAGE + 1));
    const asked = tee.asked.length;
    await loadMore(store, tee);
    expect(tee.asked).toHaveLength(asked);
  });

  test('shows the wallet that it was opened for', async () => {
    const store = createHistoryStore();
    await loadHistory(store, new ScriptedTee(3), SECOND);
    expect(store.getState()).toMatchObject({ walletId: SECOND, signatures: [], total: 0 });
  });

  test('takes only the accounts of wallets that the person owns for their own', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(0);
    const own = () => store.getState().known.filter(({ as }) => as === 'own-account');
    await loadHistory(store, tee);
    expect(own()).toHaveLength(2);
    tee.terms = { type: 'Authorized', permissions: ['READ', 'SIGN'] };
    await loadHistory(store, tee);
    expect(own()).toEqual([]);
  });

  test('knows nothing where there is no wallet', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(0);
    tee.wallets = [];
    await loadHistory(store, tee);
    expect(store.getState()).toMatchObject({ wallets: [], list: { status: 'idle' } });
  });

  test('of another wallet does not get the answer of the one before', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(3);
    await loadHistory(store, tee);
    const late = showWallet(store, tee, FIRST);
    await showWallet(store, tee, SECOND);
    await late;
    expect(store.getState()).toMatchObject({ walletId: SECOND, signatures: [] });
  });

  test('that cannot be loaded says why, and leaves what was there', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(PAGE + 1);
    await loadHistory(store, tee);
    tee.failure = new TeeError('TIMEOUT', 'tee-slow');
    await loadMore(store, tee);
    expect(store.getState().list).toMatchObject({ status: 'failed', failure: { reason: 'tee-slow' } });
    expect(numbers(store)).toHaveLength(PAGE);
  });

  test('is filtered by kind', () => {
    const signatures = [summary(2, { kind: 'delegation' }), summary(1)];
    const sent = sentWith({});
    const shown = (kind: 'any' | 'delegation') =>
      shownSignatures({ signatures, kind, became: 'any' }, sent).map(({ number }) => number);
    expect(shown('any')).toEqual([2, 1]);
    expect(shown('delegation')).toEqual([2]);
  });

  test('is filtered by what became of it', () => {
    const signatures = [
      summary(3, { kind: 'personal-message', transactionHash: undefined }),
      summary(2, { transactionHash: new Uint8Array(32).fill(0xab) }),
      summary(1),
    ];
    const sent = sentWith({ [HASH]: tracked({ state: 'mined', confirmations: 3 }) });
    const shown = (became: SentFilter) =>
      shownSignatures({ signatures, kind: 'any', became }, sent).map(({ number }) => number);
    expect(shown('any')).toEqual([3, 2, 1]);
    expect(shown('done')).toEqual([2]);
    expect(shown('not-sent')).toEqual([1]);
    expect(shown('failed')).toEqual([]);
  });
});

describe('one signature', () => {
  test('is opened with its bytes, and closed', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(3);
    await loadHistory(store, tee);
    await openSignature(store, tee, { number: 2 });
    expect(store.getState().detail).toMatchObject({ status: 'shown', opened: { signed: { number: 2 } } });
    closeSignature(store);
    expect(store.getState().detail).toBeUndefined();
  });

  test('that comes when another one was opened is not shown', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(3);
    await loadHistory(store, tee);
    const late = openSignature(store, tee, { number: 2 });
    closeSignature(store);
    await late;
    expect(store.getState().detail).toBeUndefined();
  });
});

describe('what a link names', () => {
  test('is opened and marked, whatever the filters, once the list reaches down to it', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(2 * PAGE + 1);
    await loadHistory(store, tee, FIRST);
    store.setState({ kind: 'delegation', became: 'gone' });
    await showEntry(store, tee, { walletId: FIRST, number: 3 });
    expect(numbers(store)).toEqual(all(2 * PAGE + 1).slice(0, 2 * PAGE));
    expect(store.getState()).toMatchObject({
      ...{ kind: 'any', became: 'any', marked: 3, absent: undefined },
      detail: { status: 'shown', number: 3 },
    });
    await showWallet(store, tee, FIRST);
    expect(store.getState().marked).toBeUndefined();
  });

  test('loads no more than it has to, and not all of a long history', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(5_000);
    await loadHistory(store, tee);
    await showEntry(store, tee, { walletId: undefined, number: 5_000 - PAGE + 1 });
    expect(numbers(store)).toHaveLength(PAGE);
    await showEntry(store, tee, { walletId: undefined, number: 5_000 - PAGE });
    expect(numbers(store)).toHaveLength(2 * PAGE);
    await showEntry(store, tee, { walletId: undefined, number: 7 });
    expect(numbers(store)).toHaveLength(2 * PAGE);
    expect(store.getState().detail).toMatchObject({ status: 'shown', number: 7 });
  });

  test.each([
    ['a number that was not reached', FIRST, 4],
    ['a wallet that is not there', 'BBBBBBBBBBBBBBBBBBBBBA', 1],
  ])('of %s is said to be absent, and nothing else is opened', async (_, walletId, number) => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(3);
    await loadHistory(store, tee, walletId);
    await showEntry(store, tee, { walletId, number });
    expect(store.getState()).toMatchObject({ absent: number, marked: undefined, detail: undefined });
    expect(tee.asked.map(([command]) => command)).not.toContain('GET_SIGNATURE');
  });

  test('is still opened where older pages cannot be read', async () => {
    const store = createHistoryStore();
    const tee = new ScriptedTee(PAGE + 1);
    await loadHistory(store, tee);
    tee.failure = new TeeError('TIMEOUT', 'tee-slow');
    await showEntry(store, tee, { walletId: FIRST, number: 1 });
    expect(store.getState()).toMatchObject({ detail: { status: 'failed', number: 1 } });
  });
});

describe('the export', () => {
  const sent = sentWith({
    [`0x${'02'.repeat(32)}`]: tracked({
      hash: `0x${'02'.repeat(32)}`,
      state: 'failed',
      failure: 'reverted',
      block: { number: '12', hash: HASH },
      feeWei: (2n ** 200n).toString(),
      replacedBy: HASH,
    }),
  });

  async function exported(format: 'csv' | 'json', count: number, saved = true) {
    const store = createHistoryStore();
    const tee = new ScriptedTee(count);
    await loadHistory(store, tee);
    const files: Parameters<SaveFile>[0][] = [];
    const saveFile: SaveFile = async (file) => {
      files.push(file);
      return { saved };
    };
    const { signal } = new AbortController();
    await exportHistory(store, tee, {
      ...{ format, saveFile, signal },
      wallNowMs: () => 1_800_000_000_000,
      sent: () => sent,
    });
    return { store, file: files[0] };
  }

  test('has every signature, also those that were not shown, with every digit', async () => {
    const { store, file } = await exported('json', 251);
    const entries = JSON.parse(file?.text ?? '');
    expect(entries.map(({ number }: { number: number }) => number)).toEqual(all(251));
    expect(entries[0]).toMatchObject({
      feeWei: (2n ** 256n).toString(),
      timeUtc: '2027-01-15T08:00:00.251Z',
      decoded: { amounts: [{ amount: (2n ** 256n - 1n).toString() }] },
      hash: `0x${'01'.repeat(32)}`,
      sent: 'reverted',
      block: '12',
      feePaidWei: (2n ** 200n).toString(),
      replacedBy: HASH,
    });
    expect(file).toMatchObject({ suggestedName: 'airaccount-history-2027-01-15T08-00-00Z.json' });
    expect(store.getState().exporting).toEqual({ status: 'saved', rows: 251 });
  });

  test('as CSV has a row for each, and one for the names', async () => {
    const { file } = await exported('csv', 3);
    const rows = file?.text.split('\r\n') ?? [];
    expect(rows).toHaveLength(5);
    expect(rows[4]).toBe('');
    expect(rows[0]).toMatch(/^\uFEFFnumber,timeUtc,/);
    expect(rows[1]).toContain(`${2n ** 256n - 1n} native`);
    expect(rows[1]).toContain(`recipient ${ADDRESS}`);
    expect(rows[0]).toContain(',sent,block,feePaidWei,replacedBy,');
    expect(rows[1]).toContain(`,reverted,12,${2n ** 200n},${HASH},`);
  });

  test('that is cancelled says that nothing was saved', async () => {
    const { store } = await exported('csv', 1, false);
    expect(store.getState().exporting).toEqual({ status: 'cancelled' });
  });
});
