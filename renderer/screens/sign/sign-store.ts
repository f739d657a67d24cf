// What the sign screen shows, as plain data: the form, the review that the TEE gave, and what came of it. No secrets.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Exchange } from '../../../tee-sim/client/exchange.ts';
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import type { Features } from '../../../tee-sim/protocol/features.ts';
import type { Review, Signed } from '../../../tee-sim/protocol/review.ts';
import type { Account, Contact, WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import type { Refused } from '../../app/refused.ts';
import type { Prepare } from './prepare.ts';
import type { ReviewTimes } from './review-time.ts';
import { emptyTransfer, type TransferValues } from './transfer-rules.ts';

export const CONTENT_CHOICES = ['transfer', 'paste', 'message', 'typed-data'] as const;
export type ContentChoice = (typeof CONTENT_CHOICES)[number];

export interface SignValues {
  readonly walletId: WalletId | undefined;
  readonly account: number;
  readonly choice: ContentChoice;
  readonly transfer: TransferValues;
  readonly pasted: string;
  readonly message: string;
  readonly typedData: string;
  readonly note: string;
}

/** Wallets that this person may sign with, and whom they know. */
export interface Signers {
  readonly wallets: readonly WalletSummary[];
  /** Of the chosen wallet; the first account only until they are loaded. */
  readonly accounts: readonly Account[];
  readonly contacts: readonly Contact[];
}

/** A review with all that led to it, so that it can be prepared again. */
export interface Reviewed {
  readonly prepare: Prepare;
  readonly review: Review;
  readonly features: Features;
  readonly exchange: Exchange;
  readonly times: ReviewTimes;
}

export interface SignedShown {
  readonly review: Review;
  readonly signed: Signed;
  /** Absent when the answer was lost and its outcome found later. */
  readonly exchange: Exchange | undefined;
}

export type SignRun =
  | { readonly status: 'idle' | 'preparing' | 'signing' }
  /** Sent to be signed, and nobody knows yet whether it was. */
  | { readonly status: 'unknown' }
  /** The review was lost on its way: nothing was signed. */
  | { readonly status: 'review-lost' }
  /** A layer of the TEE said no, or something else went wrong: nothing was signed. */
  | ({ readonly status: 'denied' | 'failed' | 'not-carried-out' } & Refused);

export interface SignState {
  readonly signers: Signers | undefined;
  readonly loading: { readonly status: 'idle' | 'busy' } | ({ readonly status: 'failed' } & Refused);
  readonly values: SignValues;
  /** The person wrote the nonce: it is theirs. */
  readonly nonceIsTheirs: boolean;
  /** Problems are shown once someone tried to go on. */
  readonly attempted: boolean;
  readonly run: SignRun;
  /** Present: the review is shown. */
  readonly reviewed: Reviewed | undefined;
  /** Present: the result is shown. */
  readonly signed: SignedShown | undefined;
}

export type SignStore = StoreApi<SignState>;

export function createSignStore(): SignStore {
  return createStore<SignState>(() => ({
    signers: undefined,
    loading: { status: 'idle' },
    values: emptyValues(),
    nonceIsTheirs: false,
    attempted: false,
    run: { status: 'idle' },
    reviewed: undefined,
    signed: undefined,
  }));
}

export function emptyValues(): SignValues {
  return {
    walletId: undefined,
    account: 0,
    choice: 'transfer',
    transfer: emptyTransfer(),
    pasted: '',
    message: '',
    typedData: '',
    note: '',
  };
}

export function isUnderWay({ status }: SignRun): boolean {
  return status === 'preparing' || status === 'signing' || status === 'unknown';
}

/** The account that is to sign; `undefined` before there is one. */
export function chosenAccount({
  signers,
  values,
}: Pick<SignState, 'signers' | 'values'>): Account | undefined {
  return signers?.accounts.find(({ index }) => index === values.account);
}
