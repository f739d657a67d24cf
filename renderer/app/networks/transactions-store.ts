// What was sent from here and what became of it, by hash: asked once, then fed by main's events. What main says last
// is what is shown; a trouble with an action stands beside it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type TrackedInput, type TrackedTransaction, trackedSchema } from '../../../preload/networks.ts';
import type { CheckedBridge } from '../bridge.ts';
import { type Answer, answerOf, type NetworkCalls, type Trouble } from './answer.ts';

/** Newest first: as many as the contract gives, so that nothing sent is taken for not sent. */
const ASKED = 1_000;

/** What a person asked for a transaction, and what came of it. */
export type ActionState =
  | { readonly status: 'busy' }
  | { readonly status: 'failed'; readonly trouble: Trouble };

export interface TransactionsState {
  readonly list:
    | { readonly status: 'idle' | 'busy' }
    | { readonly status: 'failed'; readonly trouble: Trouble };
  /** Main was asked for all that it knows: what is not among them was not sent from here. */
  readonly isLoaded: boolean;
  readonly byHash: Readonly<Record<string, TrackedTransaction>>;
  readonly actions: Readonly<Record<string, ActionState>>;
  /** By hash, how often its whole state is shown now. */
  readonly onScreen: Readonly<Record<string, number>>;
}
export type TransactionsStore = StoreApi<TransactionsState>;

export function createTransactionsStore(): TransactionsStore {
  return createStore<TransactionsState>(() => ({
    list: { status: 'idle' },
    isLoaded: false,
    byHash: {},
    actions: {},
    onScreen: {},
  }));
}

/** Follows what main says by itself; the way back ends it. */
export function followTransactions(
  store: TransactionsStore,
  onUpdate: CheckedBridge['on']['networkUpdate'],
): () => void {
  return onUpdate(({ transaction }) => keep(store, [transaction]));
}

export type WantedTransactions = Omit<Parameters<NetworkCalls['transactions']>[0], 'limit'>;

/** Never rejects. */
export async function loadTransactions(
  store: TransactionsStore,
  calls: Pick<NetworkCalls, 'transactions'>,
  wanted: WantedTransactions = {},
): Promise<void> {
  store.setState({ list: { status: 'busy' } });
  const answer = await answerOf(calls.transactions({ ...wanted, limit: ASKED }));
  if (!answer.ok) {
    store.setState({ list: { status: 'failed', trouble: answer.trouble } });
    return;
  }
  keep(store, answer.value.map(parsed));
  const isWhole = Object.values(wanted).every((part) => part === undefined);
  store.setState(({ isLoaded }) => ({ list: { status: 'idle' }, isLoaded: isLoaded || isWhole }));
}

type ActionCalls = Pick<NetworkCalls, 'refresh' | 'sendAgain' | 'discard'>;

/** Asks main to look now. Never rejects. */
export function refreshTransaction(
  store: TransactionsStore,
  calls: Pick<ActionCalls, 'refresh'>,
  hash: string,
): Promise<void> {
  return act(store, hash, () => calls.refresh({ hash }));
}

/** The very same bytes once more. Never rejects. */
export function sendTransactionAgain(
  store: TransactionsStore,
  calls: Pick<ActionCalls, 'sendAgain'>,
  hash: string,
): Promise<void> {
  return act(store, hash, () => calls.sendAgain({ hash }));
}

/** A signed transaction, as it is handed to a network. */
export interface SignedTransaction {
  readonly chainId: number;
  readonly hash: string;
  /** 0x and hex. */
  readonly raw: string;
}

/** Hands it over; from then on it is followed. Asking twice is harmless. Never rejects. */
export function broadcastTransaction(
  store: TransactionsStore,
  calls: Pick<NetworkCalls, 'broadcast'>,
  { hash, chainId, raw }: SignedTransaction,
): Promise<void> {
  return act(store, hash, () => calls.broadcast({ chainId, raw }));
}

/** Whether it is forgotten. Never rejects. */
export async function discardTransaction(
  store: TransactionsStore,
  calls: Pick<ActionCalls, 'discard'>,
  hash: string,
): Promise<boolean> {
  if (!begin(store, hash)) return false;
  const answer = await answerOf(calls.discard({ hash }));
  end(store, hash, answer);
  if (answer.ok) {
    store.setState(({ byHash }) => ({ byHash: without(byHash, hash) }));
  }
  return answer.ok;
}

/** What `broadcast` and `sendUserOperation` answered, so that it is in sight at once. */
export function keepTransaction(store: TransactionsStore, transaction: TrackedInput): void {
  keep(store, [parsed(transaction)]);
}

/** For as long as its state is shown; the way back ends it. */
export function showTransaction(store: TransactionsStore, hash: string): () => void {
  const count = (change: number): void =>
    store.setState(({ onScreen }) => ({ onScreen: { ...onScreen, [hash]: (onScreen[hash] ?? 0) + change } }));
  count(1);
  return () => count(-1);
}

async function act(
  store: TransactionsStore,
  hash: string,
  ask: () => ReturnType<ActionCalls['refresh']>,
): Promise<void> {
  if (!begin(store, hash)) return;
  const answer = await answerOf(ask());
  if (answer.ok) keep(store, [parsed(answer.value)]);
  end(store, hash, answer);
}

/** One action at a time for each. */
function begin(store: TransactionsStore, hash: string): boolean {
  if (store.getState().actions[hash]?.status === 'busy') return false;
  store.setState(({ actions }) => ({ actions: { ...actions, [hash]: { status: 'busy' } } }));
  return true;
}

function end(store: TransactionsStore, hash: string, answer: Answer<unknown>): void {
  store.setState(({ actions }) => ({
    actions: answer.ok
      ? without(actions, hash)
      : { ...actions, [hash]: { status: 'failed', trouble: answer.trouble } },
  }));
}

function keep(store: TransactionsStore, transactions: readonly TrackedTransaction[]): void {
  const said = Object.fromEntries(transactions.map((transaction) => [transaction.hash, transaction]));
  store.setState(({ byHash }) => ({ byHash: { ...byHash, ...said } }));
}

/** The bridge hands on what fits as it came: numbers as text. */
function parsed(transaction: TrackedInput): TrackedTransaction {
  return trackedSchema.parse(transaction);
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}
