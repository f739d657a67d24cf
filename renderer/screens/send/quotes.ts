// What the network says for a payment: balance, fees, gas. Each answer is kept with what it was about, and only the
// latest question's answer is taken; a question can be called off, and what was read before stays.
import type { FeesInput } from '../../../preload/networks.ts';
import type { Address } from '../../../tee-sim/protocol/payment.ts';
import { type Answer, answerOf, type NetworkCalls, newTask, wasStopped } from '../../app/networks/answer.ts';
import { loadBalances, STALE_AFTER_MS } from '../../app/networks/balances-store.ts';
import { type KnownToken, tokensOf } from '../../app/networks/known-tokens.ts';
import { chosenAccount } from '../../signing/signer-store.ts';
import type { SendAsset, SendFee, SendQuotes } from './send-plan.ts';
import type { Estimate, FeeTier, Quote, SendState, SendStore, Simulated } from './send-store.ts';

export type QuoteCalls = Pick<NetworkCalls, 'balances' | 'fees' | 'estimateGas' | 'simulate' | 'cancel'>;

/** ERC-20 `transfer` that answers, and answers `false`. */
const FALSE = `0x${'0'.repeat(64)}`;

/** Never rejects. */
export async function loadBalance(
  store: SendStore,
  calls: QuoteCalls,
  tokens: readonly KnownToken[],
): Promise<void> {
  const { chainId } = store.getState().values;
  const account = chosenAccount(store.signer.getState());
  if (chainId === undefined || account === undefined) return;
  const wanted = tokensOf(tokens, chainId).map(({ address }) => address);
  await loadBalances(store.balances, calls, { chainId, accounts: [account.address], tokens: wanted });
}

/** Never rejects. */
export async function loadFees(store: SendStore, calls: QuoteCalls): Promise<void> {
  const { chainId } = store.getState().values;
  if (chainId === undefined) return;
  const ask = (task: string): Promise<Answer<FeesInput>> => answerOf(calls.fees({ chainId, task }));
  await load(store, calls, 'fees', String(chainId), ask);
}

/** What it would take, while the form is filled in. Never rejects. */
export async function loadEstimate(
  store: SendStore,
  calls: QuoteCalls,
  { chainId, call }: { readonly chainId: number; readonly call: CallInput },
): Promise<void> {
  const ask = (task: string): Promise<Answer<Estimate>> => askEstimate(calls, chainId, call, task);
  await load(store, calls, 'estimate', estimateKey(chainId, call), ask);
}

export type CallInput = Parameters<NetworkCalls['simulate']>[0]['call'];

/** An estimate is good for this very call and no other. */
export function estimateKey(chainId: number, { from, to, valueWei, data }: CallInput): string {
  return [chainId, from, to, valueWei, data].join('/');
}

export async function askEstimate(
  calls: Pick<QuoteCalls, 'estimateGas'>,
  chainId: number,
  call: CallInput,
  task: string,
): Promise<Answer<Estimate>> {
  const answer = await answerOf(calls.estimateGas({ chainId, call, task }));
  if (!answer.ok || answer.value.result === 'reverted') return answer as Answer<Estimate>;
  const { gas, gasLimit } = answer.value;
  return { ok: true, value: { result: 'done', gas: BigInt(gas), gasLimit: BigInt(gasLimit) } };
}

export async function askSimulation(
  calls: Pick<QuoteCalls, 'simulate'>,
  chainId: number,
  call: CallInput,
  asset: SendAsset,
  task: string,
): Promise<Answer<Simulated>> {
  const answer = await answerOf(calls.simulate({ chainId, call, task }));
  if (!answer.ok || answer.value.result === 'reverted') return answer as Answer<Simulated>;
  const isRefused = asset !== 'native' && answer.value.returned === FALSE;
  return { ok: true, value: { result: isRefused ? 'refused-by-token' : 'done' } };
}

/** What was read before stays. Never rejects. */
export async function stopAsking(
  store: SendStore,
  calls: Pick<QuoteCalls, 'cancel'>,
  name: 'fees' | 'estimate',
): Promise<void> {
  const quote = store.getState()[name];
  if (quote?.task === undefined) return;
  store.setState({ [name]: { ...quote, task: undefined } });
  await calls.cancel({ task: quote.task }).catch(() => undefined);
}

/** A failed attempt since, or too long ago. */
export function isQuoteStale(quote: Quote<unknown> | undefined, nowMs: number): boolean {
  if (quote?.read === undefined) return false;
  return quote.trouble !== undefined || nowMs - quote.read.readAtMs > STALE_AFTER_MS;
}

/** The price of a tier. `undefined`: the network has not said, or of another network. */
export function feeOf(
  { fees, values }: Pick<SendState, 'fees' | 'values'>,
  tier: FeeTier,
): SendFee | undefined {
  if (fees?.read === undefined || fees.about !== String(values.chainId)) return undefined;
  return tierOf(fees.read.value, tier);
}

export function tierOf(fees: FeesInput, tier: FeeTier): SendFee {
  const extraFeeWei = BigInt(fees.extraFeeWei);
  if (fees.kind === 'legacy')
    return { kind: 'legacy', gasPriceWei: BigInt(fees.tiers[tier].gasPriceWei), extraFeeWei };
  const { maxFeePerGasWei, maxPriorityFeePerGasWei } = fees.tiers[tier];
  return {
    kind: 'eip1559',
    extraFeeWei,
    maxFeePerGasWei: BigInt(maxFeePerGasWei),
    maxPriorityFeePerGasWei: BigInt(maxPriorityFeePerGasWei),
  };
}

/** As last read. `undefined`: not read, or a token whose contract gives no balance. */
export function balanceOf(
  store: Pick<SendStore, 'balances'>,
  { chainId, account, asset }: { chainId: number; account: Address; asset: SendAsset },
): SendQuotes['balance'] | undefined {
  const read = store.balances.getState().networks[chainId]?.read;
  const native = read?.amounts['native']?.[account] ?? undefined;
  const amount = asset === 'native' ? undefined : (read?.amounts[asset]?.[account] ?? undefined);
  if (native === undefined || (asset !== 'native' && amount === undefined)) return undefined;
  const token = asset === 'native' || amount === undefined ? undefined : { address: asset, amount };
  return { chainId, account, native, token };
}

async function load<N extends 'fees' | 'estimate'>(
  store: SendStore,
  calls: Pick<QuoteCalls, 'cancel'>,
  name: N,
  about: string,
  ask: (task: string) => Promise<Answer<Value<N>>>,
): Promise<void> {
  await stopAsking(store, calls, name);
  const task = newTask();
  const before = quoteOf(store, name);
  const read = before?.about === about ? before.read : undefined;
  setQuote(store, name, { about, task, read, trouble: undefined });
  const answer = await ask(task);
  if (store.getState()[name]?.task !== task) return;
  if (answer.ok) {
    const now = { value: answer.value, readAtMs: Date.now() };
    return setQuote(store, name, { about, task: undefined, read: now, trouble: undefined });
  }
  const trouble = wasStopped(answer.trouble) ? undefined : answer.trouble;
  setQuote(store, name, { about, task: undefined, read, trouble });
}

type Value<N extends 'fees' | 'estimate'> = N extends 'fees' ? FeesInput : Estimate;

function quoteOf<N extends 'fees' | 'estimate'>(store: SendStore, name: N): Quote<Value<N>> | undefined {
  return store.getState()[name] as Quote<Value<N>> | undefined;
}

function setQuote<N extends 'fees' | 'estimate'>(store: SendStore, name: N, quote: Quote<Value<N>>): void {
  store.setState({ [name]: quote });
}
