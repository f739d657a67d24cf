// Preparing a review, approving it, and what comes of it. Each action leaves the store in a state that can be shown.
// Nothing is signed but what a review showed, and nobody is told that nothing was while it is not known.
import type { Invoked } from '../../tee-sim/client/one-request.ts';
import type { TeeReason } from '../../tee-sim/protocol/codes.ts';
import type { Features } from '../../tee-sim/protocol/features.ts';
import type { OperationId } from '../../tee-sim/protocol/schema.ts';
import { type Authorized, type Cancelled, wasCancelled } from '../app/authorized.ts';
import { awaitOutcome, lostOperation } from '../app/await-outcome.ts';
import { refusedBy } from '../app/refused.ts';
import type { Tee } from '../app/tee.ts';
import { type Prepare, signCommandOf } from './prepare.ts';
import {
  isUnderWay,
  type Reviewed,
  type ReviewRun,
  type ReviewStore,
  type SignedShown,
} from './review-store.ts';

export interface Services {
  readonly tee: Tee;
  readonly authorized: Pick<Authorized, 'invoke'>;
  readonly monotonicNowMs: () => number;
}

/** Has the TEE prepare it, and keeps its review. Never rejects. */
export async function prepareContent(
  store: ReviewStore,
  services: Services,
  prepare: Prepare,
  features: Features,
): Promise<void> {
  store.setState({ run: { status: 'preparing' } });
  try {
    const outcome = await invokePrepare(services.authorized, prepare, features);
    if (wasCancelled(outcome)) return store.setState({ run: { status: 'idle' } });
    const { exchange, result: review } = outcome;
    const times = { receivedAtMs: services.monotonicNowMs(), issuedAtMs: exchange.issuedAtMs };
    const reviewed: Reviewed = { prepare, review, features, exchange, times };
    store.setState({ run: { status: 'idle' }, reviewed, signed: undefined });
  } catch (error) {
    // A review is told once: one that was lost is of no use to anybody, and nothing was signed.
    const run: ReviewRun = lostOperation(error) === undefined ? refusedRun(error) : { status: 'review-lost' };
    store.setState({ run });
  }
}

/** The same once more: a review that ran out, or whose policy changed. */
export async function prepareAgain(store: ReviewStore, services: Services): Promise<void> {
  const { reviewed, run } = store.getState();
  if (reviewed === undefined || isUnderWay(run)) return;
  await prepareContent(store, services, reviewed.prepare, reviewed.features);
}

type Prepared = Invoked<'PREPARE_TRANSACTION'>;

async function invokePrepare(
  authorized: Services['authorized'],
  { signer, content, note }: Prepare,
  features: Features,
): Promise<Pick<Prepared, 'result' | 'exchange'> | Cancelled> {
  const base = { ...signer, ...(note === '' ? {} : { note }) };
  switch (content.kind) {
    case 'transaction': {
      const { transaction } = content;
      return authorized.invoke('PREPARE_TRANSACTION', { ...base, transaction }, { features });
    }
    case 'user-operation': {
      const { target, userOperation } = content;
      return authorized.invoke('PREPARE_USER_OPERATION', { ...base, target, userOperation }, { features });
    }
    case 'delegation': {
      const { authorization } = content;
      return authorized.invoke('PREPARE_DELEGATION', { ...base, authorization }, { features });
    }
    case 'message':
      return authorized.invoke('PREPARE_MESSAGE', { ...base, message: content.message }, { features });
  }
}

/**
 * Has the TEE sign exactly what the review shows, with whatever proof it asks for on the way. `operationId`: by which
 * its outcome is found again, also by a window that was loaded anew.
 */
export async function approve(
  store: ReviewStore,
  { authorized, tee }: Services,
  operationId?: OperationId,
): Promise<void> {
  const { reviewed, run } = store.getState();
  if (reviewed === undefined || isUnderWay(run)) return;
  const { review } = reviewed;
  const { assessment, kind, reviewId, walletId } = review;
  const command = signCommandOf(kind);
  store.setState({ run: { status: 'signing' } });
  try {
    const options = { because: assessment.factors, operationId };
    const outcome = await authorized.invoke(command, { walletId, reviewId }, options);
    if (wasCancelled(outcome)) return store.setState({ run: { status: 'idle' } });
    const { exchange, result: signed } = outcome;
    showSigned(store, { review, signed, exchange });
  } catch (error) {
    const lost = lostOperation(error);
    if (lost === undefined) return store.setState({ run: refusedRun(error) });
    store.setState({ run: { status: 'unknown' } });
    const found = await awaitOutcome(tee, lost, command);
    if (found.outcome === 'committed') {
      return showSigned(store, { review, signed: found.result, exchange: undefined });
    }
    const status = found.outcome === 'not-carried-out' ? 'not-carried-out' : 'failed';
    store.setState({ run: { status, failure: found.failure, trace: undefined } });
  }
}

function showSigned(store: ReviewStore, signed: SignedShown): void {
  store.setState({ run: { status: 'idle' }, reviewed: undefined, signed });
}

/** Nothing is signed; what was entered is still there. */
export function decline(store: ReviewStore): void {
  if (isUnderWay(store.getState().run)) return;
  store.setState({ reviewed: undefined, run: { status: 'idle' } });
}

/** What can be done about a review; a screen that does more with it brings its own. */
export interface ReviewActions {
  readonly approve: (store: ReviewStore, services: Services) => Promise<void>;
  readonly decline: (store: ReviewStore) => void;
  readonly prepareAgain: (store: ReviewStore, services: Services) => Promise<void>;
}

export const reviewActions: ReviewActions = {
  approve: (store, services) => approve(store, services),
  decline,
  prepareAgain,
};

/** The TEE knows the review no longer, or judges by another policy now: only a new one helps. */
const OVER: ReadonlySet<TeeReason | undefined> = new Set<TeeReason>(['unknown-review', 'review-outdated']);

export function isReviewOver(run: ReviewRun): boolean {
  return 'failure' in run && OVER.has(run.failure.reason);
}

function refusedRun(error: unknown): ReviewRun {
  const refused = refusedBy(error);
  const status = refused.failure.layer === undefined ? 'failed' : 'denied';
  return { status, ...refused };
}
