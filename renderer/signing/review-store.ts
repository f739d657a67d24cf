// What is shown of signing one thing, as plain data: the review that the TEE gave, and what came of it. Knows nothing of
// the form or page that asked for it. No secrets.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Exchange } from '../../tee-sim/client/exchange.ts';
import type { Features } from '../../tee-sim/protocol/features.ts';
import type { Review, Signed } from '../../tee-sim/protocol/review.ts';
import type { Refused } from '../app/refused.ts';
import type { Prepare } from './prepare.ts';
import type { ReviewTimes } from './review-time.ts';

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

export type ReviewRun =
  | { readonly status: 'idle' | 'preparing' | 'signing' }
  /** Sent to be signed, and nobody knows yet whether it was. */
  | { readonly status: 'unknown' }
  /** The review was lost on its way: nothing was signed. */
  | { readonly status: 'review-lost' }
  /** A layer of the TEE said no, or something else went wrong: nothing was signed. */
  | ({ readonly status: 'denied' | 'failed' | 'not-carried-out' } & Refused);

export interface ReviewState {
  readonly run: ReviewRun;
  /** Present: the review is shown. */
  readonly reviewed: Reviewed | undefined;
  /** Present: the result is shown. */
  readonly signed: SignedShown | undefined;
}

export type ReviewStore = StoreApi<ReviewState>;

export function createReviewStore(): ReviewStore {
  return createStore<ReviewState>(nothingYet);
}

/** Before anything was asked, and again before the next thing is. */
export function nothingYet(): ReviewState {
  return { run: { status: 'idle' }, reviewed: undefined, signed: undefined };
}

export function isUnderWay({ status }: ReviewRun): boolean {
  return status === 'preparing' || status === 'signing' || status === 'unknown';
}
