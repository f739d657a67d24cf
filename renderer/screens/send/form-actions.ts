// Filling the form: what follows from each choice, and what it comes to so far. Nothing is reserved, prepared or sent.
import type { Address } from '../../../tee-sim/protocol/payment.ts';
import { COIN_DECIMALS, type ParsedAmount, parseUnits, unitsInput } from '../../app/amount.ts';
import type { KnownToken } from '../../app/networks/known-tokens.ts';
import type { NetworkView } from '../../app/networks/networks-store.ts';
import { chosenAccount } from '../../signing/signer-store.ts';
import { readPaymentLink } from './payment-link.ts';
import { balanceOf, type CallInput, estimateKey, feeOf } from './quotes.ts';
import {
  callToEstimate,
  highestFeeOf,
  planSend,
  type SendAsset,
  type SendPlan,
  type SendWish,
  TRANSFER_GAS,
} from './send-plan.ts';
import type { FeeTier, SendStore, SendValues } from './send-store.ts';
import { type SentByHash, underwayOf } from './underway.ts';

/** What is known on this computer: the networks, the tokens that the person added, and what was sent. */
export interface Known {
  readonly networks: readonly NetworkView[];
  readonly tokens: readonly KnownToken[];
  readonly sent: SentByHash;
}

/** Anything else is a new wish: what was said of the one before is not said of it. */
export function editSend(store: SendStore, change: Partial<SendValues>): void {
  const { run, values } = store.getState();
  store.setState({
    values: { ...values, ...change },
    ...(run.status === 'preparing' ? {} : { run: { status: 'idle' } }),
  });
}

export function chooseNetwork(store: SendStore, chainId: number): void {
  if (store.getState().values.chainId === chainId) return;
  editSend(store, { chainId, asset: 'native', amount: '', isMax: false });
}

/** The first that is configured, or what is wanted and configured; one that is gone is not kept. */
export function settleNetwork(
  store: SendStore,
  { networks }: Pick<Known, 'networks'>,
  wanted?: number,
): void {
  const { chainId } = store.getState().values;
  const is = (id: number | undefined): boolean => networks.some((each) => each.chainId === id);
  const chosen = [wanted, chainId].find(is) ?? networks[0]?.chainId;
  if (chosen !== undefined) chooseNetwork(store, chosen);
}

export function chooseAsset(store: SendStore, asset: SendAsset): void {
  if (store.getState().values.asset === asset) return;
  editSend(store, { asset, amount: '', isMax: false });
}

export function editAmount(store: SendStore, amount: string): void {
  editSend(store, { amount, isMax: false });
}

/** No part of what is paid: what was said of that stays. */
export function editNote(store: SendStore, note: string): void {
  store.setState(({ values }) => ({ values: { ...values, note } }));
}

export function editRecipient(store: SendStore, recipient: string): void {
  store.setState({ linkTrouble: undefined, isTaken: false });
  editSend(store, { recipient });
}

/** Takes over a link or the content of a QR code; what cannot be taken over whole changes nothing. */
export function takeLink(store: SendStore, text: string, { networks, tokens }: Known): boolean {
  const link = readPaymentLink(text);
  if (!link.ok) return troubled(store, { problem: link.problem });
  const { recipient, chainId = store.getState().values.chainId, asset, amount } = link.request;
  const network = networks.find((each) => each.chainId === chainId);
  if (network === undefined) {
    return chainId === undefined ? false : troubled(store, { problem: 'chain-unknown', chainId });
  }
  const token = asset === 'native' ? undefined : tokenOf(tokens, network.chainId, asset);
  if (asset !== 'native' && token === undefined) {
    return troubled(store, { problem: 'token-unknown', token: asset });
  }
  chooseNetwork(store, network.chainId);
  // A link that names no amount and no asset leaves what was entered.
  if (amount !== undefined || asset !== 'native') {
    chooseAsset(store, asset);
    const decimals = decimalsOf({ token });
    if (amount !== undefined) editAmount(store, unitsInput(amount, decimals));
  }
  editRecipient(store, recipient);
  store.setState({ isTaken: true });
  return true;
}

function troubled(
  store: SendStore,
  linkTrouble: NonNullable<ReturnType<SendStore['getState']>['linkTrouble']>,
) {
  store.setState({ linkTrouble });
  return false;
}

export function tokenOf(
  tokens: readonly KnownToken[],
  chainId: number,
  asset: Address,
): KnownToken | undefined {
  return tokens.find((token) => token.chainId === chainId && token.address === asset);
}

/** What an amount is counted in. A token that names no decimals is counted in base units. */
export interface Counted {
  readonly network: NetworkView;
  readonly token: KnownToken | undefined;
}

export function countedOf({ chainId, asset }: SendValues, known: Known): Counted | undefined {
  const network = known.networks.find((each) => each.chainId === chainId);
  if (network === undefined) return undefined;
  const token = asset === 'native' ? undefined : tokenOf(known.tokens, network.chainId, asset);
  return asset === 'native' || token !== undefined ? { network, token } : undefined;
}

export function decimalsOf({ token }: Pick<Counted, 'token'>): number {
  return token === undefined ? COIN_DECIMALS : (token.decimals ?? 0);
}

export function parsedAmount({ amount }: Pick<SendValues, 'amount'>, counted: Counted): ParsedAmount {
  return parseUnits(amount, decimalsOf(counted));
}

/** What is wanted; `undefined` while something is not entered, or is no amount. */
export function wishOf(store: SendStore, known: Known): SendWish | undefined {
  const { values } = store.getState();
  const account = chosenAccount(store.signer.getState());
  const counted = countedOf(values, known);
  if (account === undefined || counted === undefined) return undefined;
  const parsed = parsedAmount(values, counted);
  if (!values.isMax && !parsed.ok) return undefined;
  return {
    chainId: counted.network.chainId,
    account: account.address,
    asset: values.asset,
    recipient: values.recipient,
    amount: values.isMax || !parsed.ok ? 'max' : parsed.wei,
  };
}

/** The call to ask the gas of, as far as everything for it is known. */
export function callOf(store: SendStore, known: Known): CallInput | undefined {
  const wish = wishOf(store, known);
  const state = store.getState();
  const fee = feeOf(state, state.values.tier);
  const balance = wish && balanceOf(store, wish);
  if (wish === undefined || fee === undefined || balance === undefined) return undefined;
  const underway = underwayOf(known.sent, wish);
  return callToEstimate(wish, { balance, underway, fee: { chainId: wish.chainId, tier: fee } });
}

/** What it comes to with what is known so far: shown, never signed. `undefined` while too little is known. */
export function roughPlan(store: SendStore, known: Known): SendPlan | undefined {
  const wish = wishOf(store, known);
  const state = store.getState();
  const tier = feeOf(state, state.values.tier);
  const balance = wish && balanceOf(store, wish);
  const gas = gasOf(store, known);
  if (wish === undefined || tier === undefined || balance === undefined || gas === undefined)
    return undefined;
  const { chainId } = wish;
  const underway = underwayOf(known.sent, wish);
  return planSend(wish, { balance, underway, fee: { chainId, tier }, gas: { chainId, ...gas }, nonce: 0n });
}

/** As the node estimated it for this very call; of a coin before that, what a plain transfer takes. */
export function gasOf(
  store: SendStore,
  known: Known,
): { readonly gas: bigint; readonly gasLimit: bigint } | undefined {
  const { estimate, values } = store.getState();
  const call = callOf(store, known);
  const isOfThis = call !== undefined && estimate?.about === estimateKey(values.chainId ?? 0, call);
  const read = isOfThis ? estimate?.read?.value : undefined;
  if (read?.result === 'done') return { gas: read.gas, gasLimit: read.gasLimit };
  return values.asset === 'native' ? { gas: TRANSFER_GAS, gasLimit: TRANSFER_GAS } : undefined;
}

/** The most that it can be. `undefined`: gas or price is not known. */
export function costOf(store: SendStore, known: Known, tier: FeeTier): bigint | undefined {
  const gas = gasOf(store, known);
  const fee = feeOf(store.getState(), tier);
  return gas && fee && highestFeeOf(fee, gas.gasLimit);
}
