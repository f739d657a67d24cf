// What the Send screen shows, as plain data: what is to be paid, what the network said, and how far it came. Who
// pays, and the review with its signature, are in stores of their own, as on the Sign screen. No secrets.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FeesInput, RevertInput } from '../../../preload/networks.ts';
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import type { Address } from '../../../tee-sim/protocol/payment.ts';
import type { Review } from '../../../tee-sim/protocol/review.ts';
import type { Trouble } from '../../app/networks/answer.ts';
import { type BalancesStore, createBalancesStore } from '../../app/networks/balances-store.ts';
import type { KnownToken } from '../../app/networks/known-tokens.ts';
import { createReviewStore, type ReviewStore } from '../../signing/review-store.ts';
import { createSignerStore, type SignerStore } from '../../signing/signer-store.ts';
import type { LinkProblem } from './payment-link.ts';
import type { SendAsset, SendPlan, SendRefusal } from './send-plan.ts';
import type { Unfinished } from './unfinished.ts';

export const FEE_TIERS = ['slow', 'normal', 'fast'] as const;
export type FeeTier = (typeof FEE_TIERS)[number];

export interface SendValues {
  readonly chainId: number | undefined;
  readonly asset: SendAsset;
  readonly recipient: string;
  /** As typed; what the plan comes to where everything is sent. */
  readonly amount: string;
  readonly isMax: boolean;
  readonly tier: FeeTier;
  readonly note: string;
}

/** Of one question: what it was about, the last answer, and whether it is asked again now. */
export interface Quote<T> {
  readonly about: string;
  readonly task: string | undefined;
  readonly read: { readonly value: T; readonly readAtMs: number } | undefined;
  readonly trouble: Trouble | undefined;
}

export type Estimate =
  | { readonly result: 'done'; readonly gas: bigint; readonly gasLimit: bigint }
  | { readonly result: 'reverted'; readonly revert: RevertInput };

/** What the node says would happen. */
export type Simulated =
  | { readonly result: 'done' }
  | { readonly result: 'reverted'; readonly revert: RevertInput }
  /** An ERC-20 `transfer` that answers `false` in place of reverting. */
  | { readonly result: 'refused-by-token' };

/** Why a link or a picture did not become a recipient. */
export type LinkTrouble =
  | { readonly problem: LinkProblem | 'picture-unreadable' | 'picture-without-code' }
  | { readonly problem: 'chain-unknown'; readonly chainId: number }
  | { readonly problem: 'token-unknown'; readonly token: Address };

export type SendRun =
  | { readonly status: 'idle' | 'preparing' }
  | { readonly status: 'checking'; readonly task: string }
  | { readonly status: 'refused'; readonly refusals: readonly SendRefusal[] }
  | { readonly status: 'troubled'; readonly trouble: Trouble }
  /** The node says that it would fail: the person may go on, knowingly. */
  | { readonly status: 'would-fail'; readonly simulated: Simulated };

/** What was checked for the review that is shown. */
export interface Checked {
  readonly plan: Extract<SendPlan, { ok: true }>;
  readonly simulated: Simulated;
  /** Of a token, which the TEE counts in base units: what that is in its own. */
  readonly token: KnownToken | undefined;
  /** Hashes of earlier ones of this account that have to be in a block first. */
  readonly waitsFor: readonly string[];
  /** Earlier ones that were begun and not sent. */
  readonly promisedBefore: number;
}

export interface SignedPayment {
  readonly chainId: number;
  readonly walletId: WalletId;
  readonly number: number;
  readonly logId: number;
  readonly raw: string;
  readonly hash: string;
  /** Absent when it was found again after this window was loaded anew. */
  readonly review: Review | undefined;
}

export type Sending =
  /** Signed, and not handed to main yet. */
  | { readonly status: 'not-sent' }
  | { readonly status: 'busy' }
  /** Main has written it down and follows it. */
  | { readonly status: 'tracked' }
  | { readonly status: 'failed'; readonly trouble: Trouble };

export interface SendState {
  readonly values: SendValues;
  readonly attempted: boolean;
  readonly linkTrouble: LinkTrouble | undefined;
  /** The recipient came from a link or a picture, and was not changed since. */
  readonly isTaken: boolean;
  readonly fees: Quote<FeesInput> | undefined;
  readonly estimate: Quote<Estimate> | undefined;
  readonly run: SendRun;
  readonly checked: Checked | undefined;
  /** Holds a nonce, and perhaps a signature: what has to be settled before anything else. */
  readonly unfinished: Unfinished | undefined;
  /** Present: the payment is signed, and shown with what became of it. */
  readonly signed: SignedPayment | undefined;
  readonly sending: Sending;
  /** An earlier one is looked for, or turned out not to have been signed. */
  readonly earlier: 'none' | 'looked-for' | 'not-signed' | 'not-known';
}

export interface SendStore extends StoreApi<SendState> {
  /** Who pays. */
  readonly signer: SignerStore;
  readonly review: ReviewStore;
  readonly balances: BalancesStore;
}

export function createSendStore(): SendStore {
  const store = createStore<SendState>(() => ({
    values: emptyValues(),
    fees: undefined,
    ...nothingBegun(),
  }));
  return Object.assign(store, {
    signer: createSignerStore(),
    review: createReviewStore(),
    balances: createBalancesStore(),
  });
}

/** Before anything of a payment was asked, and again before the next one. What the network takes as a fee stays. */
export function nothingBegun(): Omit<SendState, 'values' | 'fees'> {
  return {
    attempted: false,
    linkTrouble: undefined,
    isTaken: false,
    estimate: undefined,
    run: { status: 'idle' },
    checked: undefined,
    unfinished: undefined,
    signed: undefined,
    sending: { status: 'not-sent' },
    earlier: 'none',
  };
}

export function emptyValues(): SendValues {
  return {
    chainId: undefined,
    asset: 'native',
    recipient: '',
    amount: '',
    isMax: false,
    tier: 'normal',
    note: '',
  };
}
