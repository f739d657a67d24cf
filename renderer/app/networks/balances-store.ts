// Balances by network, each with the block that it was true in. A network that fails hides neither the others nor
// what it said before; base units only, no arithmetic but sums.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { answerOf, type NetworkCalls, newTask, type Trouble, wasStopped } from './answer.ts';

/** Older than this, and it is said to be. */
export const STALE_AFTER_MS = 60_000;
/** As many as the contract takes at once. */
export const ACCOUNTS_AT_ONCE = 200;

export interface ReadBalances {
  /** The oldest of the blocks that it was read from. */
  readonly block: { readonly number: bigint; readonly timeMs: number };
  /** By this window's clock. */
  readonly readAtMs: number;
  /** Of asset and account; `null` where the contract gives no balance. */
  readonly amounts: Readonly<Record<string, Readonly<Record<string, bigint | null>>>>;
}

export interface NetworkBalances {
  /** Present while it is asked: to cancel by. */
  readonly task: string | undefined;
  readonly read: ReadBalances | undefined;
  /** Why the last attempt failed. */
  readonly trouble: Trouble | undefined;
}

/** By chain id. */
export type BalancesState = Readonly<Record<number, NetworkBalances>>;
export type BalancesStore = StoreApi<{ readonly networks: BalancesState }>;

export function createBalancesStore(): BalancesStore {
  return createStore(() => ({ networks: {} }));
}

export interface WantedBalances {
  readonly chainId: number;
  readonly accounts: readonly string[];
  readonly tokens: readonly string[];
}

type Calls = Pick<NetworkCalls, 'balances' | 'cancel'>;

/** Asks one network. A question before it that still waits is given up. Never rejects. */
export async function loadBalances(
  store: BalancesStore,
  calls: Calls,
  { chainId, accounts, tokens }: WantedBalances,
  nowMs: () => number = Date.now,
): Promise<void> {
  if (accounts.length === 0) return;
  await cancelBalances(store, calls, chainId);
  const task = newTask();
  change(store, chainId, { task, trouble: undefined });
  const parts: ReadBalances[] = [];
  for (let from = 0; from < accounts.length; from += ACCOUNTS_AT_ONCE) {
    const some = accounts.slice(from, from + ACCOUNTS_AT_ONCE);
    const answer = await answerOf(calls.balances({ chainId, accounts: some, tokens: [...tokens], task }));
    if (!isStillAsked(store, chainId, task)) return;
    if (!answer.ok) {
      const trouble = wasStopped(answer.trouble) ? undefined : answer.trouble;
      change(store, chainId, { task: undefined, trouble });
      return;
    }
    parts.push(readOf(answer.value, nowMs()));
  }
  change(store, chainId, { task: undefined, read: joined(parts) });
}

/** What was read before stays. Never rejects. */
export async function cancelBalances(
  store: BalancesStore,
  calls: Pick<Calls, 'cancel'>,
  chainId: number,
): Promise<void> {
  const task = store.getState().networks[chainId]?.task;
  if (task === undefined) return;
  change(store, chainId, { task: undefined });
  await calls.cancel({ task }).catch(() => undefined);
}

/** For a list that is no longer shown. Never rejects. */
export async function cancelAllBalances(store: BalancesStore, calls: Pick<Calls, 'cancel'>): Promise<void> {
  const chains = Object.keys(store.getState().networks).map(Number);
  await Promise.all(chains.map((chainId) => cancelBalances(store, calls, chainId)));
}

export interface Total {
  /** `undefined`: none of the accounts was read. */
  readonly amount: bigint | undefined;
  /** Some accounts were read, others not. */
  readonly isPartial: boolean;
}

/** What these accounts have of an asset together, exactly. */
export function totalOf(read: ReadBalances | undefined, asset: string, accounts: readonly string[]): Total {
  const amounts = accounts.map((account) => read?.amounts[asset]?.[account] ?? undefined);
  const known = amounts.filter((amount) => amount !== undefined);
  return {
    amount: known.length === 0 ? undefined : known.reduce((sum, amount) => sum + amount, 0n),
    isPartial: known.length > 0 && known.length < amounts.length,
  };
}

/** A failed attempt since, or too long ago. */
export function isStale({ read, trouble }: NetworkBalances, nowMs: number): boolean {
  return read !== undefined && (trouble !== undefined || nowMs - read.readAtMs > STALE_AFTER_MS);
}

type Value = Extract<Awaited<ReturnType<NetworkCalls['balances']>>, { ok: true }>['value'];

function readOf({ block, balances }: Value, readAtMs: number): ReadBalances {
  const amounts: Record<string, Record<string, bigint | null>> = {};
  for (const { asset, account, amount } of balances) {
    const ofAsset = amounts[asset] ?? {};
    amounts[asset] = ofAsset;
    ofAsset[account] = amount === null ? null : BigInt(amount);
  }
  return { block: { number: BigInt(block.number), timeMs: block.timeMs }, readAtMs, amounts };
}

/** Of several questions: as old as the oldest. */
function joined(parts: readonly ReadBalances[]): ReadBalances | undefined {
  const [first, ...rest] = parts;
  return first === undefined ? undefined : rest.reduce(joinTwo, first);
}

function joinTwo(a: ReadBalances, b: ReadBalances): ReadBalances {
  const assets = new Set([...Object.keys(a.amounts), ...Object.keys(b.amounts)]);
  return {
    block: a.block.number <= b.block.number ? a.block : b.block,
    readAtMs: Math.min(a.readAtMs, b.readAtMs),
    amounts: Object.fromEntries(
      [...assets].map((asset) => [asset, { ...a.amounts[asset], ...b.amounts[asset] }]),
    ),
  };
}

function isStillAsked(store: BalancesStore, chainId: number, task: string): boolean {
  return store.getState().networks[chainId]?.task === task;
}

function change(store: BalancesStore, chainId: number, part: Partial<NetworkBalances>): void {
  store.setState(({ networks }) => {
    const before = networks[chainId] ?? { task: undefined, read: undefined, trouble: undefined };
    return { networks: { ...networks, [chainId]: { ...before, ...part } } };
  });
}
