// From the filled-in form to the review: asks the network anew for all that the payment rests on, reserves a nonce, and
// has the TEE prepare it. Whatever ends it before there is a review gives the nonce back.
import type { Features } from '../../../tee-sim/protocol/features.ts';
import { answerOf, type NetworkCalls, newTask, type Trouble, wasStopped } from '../../app/networks/answer.ts';
import { loadTransactions, type TransactionsStore } from '../../app/networks/transactions-store.ts';
import type { Asked } from '../../behaviour/use-observed-form.ts';
import { MAX_NOTE } from '../../signing/note-field.tsx';
import { prepareContent, type Services } from '../../signing/review-actions.ts';
import { isUnderWay } from '../../signing/review-store.ts';
import { chosenAccount } from '../../signing/signer-store.ts';
import { type Known, tokenOf, wishOf } from './form-actions.ts';
import { askEstimate, askSimulation, tierOf } from './quotes.ts';
import { callToEstimate, planSend, type SendAsset, type SendQuotes, type SendWish } from './send-plan.ts';
import type { Checked, Estimate, SendRun, SendStore, Simulated } from './send-store.ts';
import { underwayOf } from './underway.ts';
import type { Unfinished, UnfinishedPayments } from './unfinished.ts';

export interface SendServices extends Services {
  readonly calls: NetworkCalls;
  readonly transactions: TransactionsStore;
  readonly unfinished: UnfinishedPayments;
  readonly userId: string;
  readonly known: () => Known;
}

/** Taken where the node gives no estimate because it says that it would fail. What is not used is not paid. */
export const FALLBACK_GAS = 150_000n;

export interface CheckOptions {
  readonly readFeatures: () => Features;
  /** The person was told that it would fail, and wants to go on. */
  readonly knowingly?: boolean;
}

/** Ends with a review, or with why there is none. Never rejects. */
export async function askForReview(
  store: SendStore,
  services: SendServices,
  { readFeatures, knowingly = false }: CheckOptions,
): Promise<Asked> {
  const { run } = store.getState();
  if (run.status === 'checking' || run.status === 'preparing' || isUnderWay(store.review.getState().run)) {
    return 'under-way';
  }
  const wish = wishOf(store, services.known());
  if (wish === undefined || store.getState().values.note.length > MAX_NOTE) {
    store.setState({ attempted: true });
    return 'has-problems';
  }
  const task = newTask();
  store.setState({ attempted: true, earlier: 'none', run: { status: 'checking', task } });
  // Before anything can be waited for: how the form was filled, not how long the network took.
  const features = readFeatures();
  const ended = await check(store, services, { wish, task, knowingly });
  if (!isStillAsked(store, task)) {
    if ('unfinished' in ended) await giveBack(services, ended.unfinished);
    return 'asked';
  }
  if (!('unfinished' in ended)) {
    store.setState({ run: ended });
    return ended.status === 'refused' ? 'has-problems' : 'asked';
  }
  store.setState({ run: { status: 'preparing' }, checked: ended.checked, unfinished: ended.unfinished });
  await prepare(store, services, ended, features);
  return 'asked';
}

/** Stops waiting for the network; what was entered is still there. Never rejects. */
export async function stopChecking(store: SendStore, { calls }: Pick<SendServices, 'calls'>): Promise<void> {
  const { run } = store.getState();
  if (run.status !== 'checking') return;
  store.setState({ run: { status: 'idle' } });
  const tasks = [run.task, besides(run.task)];
  await Promise.all(tasks.map((task) => calls.cancel({ task }).catch(() => undefined)));
}

/** Of two questions at once each has a name of its own: the second of one name would end the first. */
function besides(task: string): string {
  return `${task}-too`;
}

interface Reserved {
  readonly checked: Checked;
  readonly unfinished: Unfinished;
}

interface Question {
  readonly wish: SendWish;
  readonly task: string;
  readonly knowingly: boolean;
}

async function check(
  store: SendStore,
  services: SendServices,
  question: Question,
): Promise<Reserved | SendRun> {
  const { wish, task, knowingly } = question;
  const { chainId } = wish;
  // Without it what is on its way would be taken for free.
  if (!services.transactions.getState().isLoaded)
    await loadTransactions(services.transactions, services.calls);
  const { isLoaded, list } = services.transactions.getState();
  if (!isLoaded && list.status === 'failed') return troubled(list.trouble);
  const said = await moneySaid(store, services, wish, task);
  if (!('balance' in said)) return said;
  // Gas enough for no refusal of its own: what speaks against it already is said before a node is asked for more.
  const early = planSend(wish, { ...said, gas: { chainId, gas: 1n, gasLimit: 1n }, nonce: 0n });
  const call = callToEstimate(wish, said);
  if (!early.ok) return { status: 'refused', refusals: early.refusals };
  if (call === undefined) return { status: 'idle' };
  const [estimated, simulated] = await Promise.all([
    askEstimate(services.calls, chainId, call, task),
    askSimulation(services.calls, chainId, call, wish.asset, besides(task)),
  ]);
  if (!estimated.ok) return troubled(estimated.trouble);
  if (!simulated.ok) return troubled(simulated.trouble);
  const fate = fateOf(simulated.value, estimated.value);
  if (fate.result !== 'done' && !knowingly) return { status: 'would-fail', simulated: fate };
  const gas = gasOf(estimated.value);
  const plan = planSend(wish, { ...said, gas: { chainId, ...gas }, nonce: 0n });
  if (!plan.ok) return { status: 'refused', refusals: plan.refusals };
  return reserve(store, services, { ...question, quotes: { ...said, gas: { chainId, ...gas } }, fate });
}

type Said = Pick<SendQuotes, 'balance' | 'fee' | 'underway'>;

/** Balance and fees of now, not those of when the form was opened. */
async function moneySaid(
  store: SendStore,
  { calls, known }: SendServices,
  wish: SendWish,
  task: string,
): Promise<Said | SendRun> {
  const { chainId, account, asset } = wish;
  const tokens = asset === 'native' ? [] : [asset];
  const [balances, fees] = await Promise.all([
    answerOf(calls.balances({ chainId, accounts: [account], tokens, task })),
    answerOf(calls.fees({ chainId, task: besides(task) })),
  ]);
  if (!balances.ok) return troubled(balances.trouble);
  if (!fees.ok) return troubled(fees.trouble);
  const read = { value: fees.value, readAtMs: Date.now() };
  store.setState({ fees: { about: String(chainId), task: undefined, read, trouble: undefined } });
  const amountOf = (wanted: SendAsset): bigint | undefined => {
    const amount = balances.value.balances.find((each) => each.asset === wanted)?.amount ?? undefined;
    return amount === undefined ? undefined : BigInt(amount);
  };
  const native = amountOf('native');
  const amount = amountOf(asset);
  if (native === undefined || amount === undefined)
    return { status: 'refused', refusals: ['asset-mismatch'] };
  const token = asset === 'native' ? undefined : { address: asset, amount };
  const fee = { chainId, tier: tierOf(fees.value, store.getState().values.tier) };
  return {
    balance: { chainId, account, native, token },
    underway: underwayOf(known().sent, wish),
    fee,
  };
}

async function reserve(
  store: SendStore,
  { calls, unfinished, userId, known }: SendServices,
  { wish, task, quotes, fate }: Question & { quotes: Omit<SendQuotes, 'nonce'>; fate: Simulated },
): Promise<Reserved | SendRun> {
  const { chainId, account } = wish;
  const { walletId } = store.signer.getState();
  if (walletId === undefined) return { status: 'idle' };
  const reserved = await answerOf(calls.reserveNonce({ chainId, account, task }));
  if (!reserved.ok) return troubled(reserved.trouble);
  const { nonce, reservationId, waitsFor, promisedBefore } = reserved.value;
  const held = { userId, walletId, chainId, reservationId };
  unfinished.put(held);
  const plan = planSend(wish, { ...quotes, nonce: BigInt(nonce) });
  if (!plan.ok) {
    await giveBack({ calls, unfinished }, held);
    return { status: 'refused', refusals: plan.refusals };
  }
  const { asset } = wish;
  const token = asset === 'native' ? undefined : tokenOf(known().tokens, chainId, asset);
  const checked = { plan, simulated: fate, token, waitsFor, promisedBefore };
  return { checked, unfinished: held };
}

async function prepare(
  store: SendStore,
  services: SendServices,
  { checked, unfinished }: Reserved,
  features: Features,
): Promise<void> {
  const { review } = store;
  const account = chosenAccount(store.signer.getState());
  const { note } = store.getState().values;
  if (account !== undefined) {
    const { transaction } = checked.plan;
    const signer = { walletId: unfinished.walletId, account: account.index };
    const content = { kind: 'transaction' as const, transaction };
    await prepareContent(review, services, { signer, content, note }, features);
  }
  store.setState({ run: { status: 'idle' } });
  if (review.getState().reviewed !== undefined) return;
  store.setState({ unfinished: undefined, checked: undefined });
  await giveBack(services, unfinished);
}

/** The nonce is free for another payment. Never rejects: what main does not hear runs out by itself. */
export async function giveBack(
  { calls, unfinished }: Pick<SendServices, 'calls' | 'unfinished'>,
  payment: Pick<Unfinished, 'reservationId'>,
): Promise<void> {
  unfinished.drop(payment);
  await calls.releaseNonce({ reservationId: payment.reservationId }).catch(() => undefined);
}

/** What stops the call stops the payment; what only the estimate meets is told as such. */
function fateOf(simulated: Simulated, estimated: Estimate): Simulated {
  if (simulated.result !== 'done' || estimated.result === 'done') return simulated;
  return { result: 'reverted', revert: estimated.revert };
}

function gasOf(estimated: Estimate): { gas: bigint; gasLimit: bigint } {
  if (estimated.result === 'reverted') return { gas: FALLBACK_GAS, gasLimit: FALLBACK_GAS };
  return { gas: estimated.gas, gasLimit: estimated.gasLimit };
}

function troubled(trouble: Trouble): SendRun {
  return wasStopped(trouble) ? { status: 'idle' } : { status: 'troubled', trouble };
}

function isStillAsked(store: SendStore, task: string): boolean {
  const { run } = store.getState();
  return run.status === 'checking' && run.task === task;
}
