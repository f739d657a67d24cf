// Preparing a review, approving it, and what comes of it. Each action leaves the store in a state that can be shown.
// Nothing is signed but what a review showed, and nobody is told that nothing was while it is not known.
import type { Invoked } from '../../../tee-sim/client/one-request.ts';
import type { TeeReason } from '../../../tee-sim/protocol/codes.ts';
import type { Features } from '../../../tee-sim/protocol/features.ts';
import { type Authorized, type Cancelled, wasCancelled } from '../../app/authorized.ts';
import { awaitOutcome, lostOperation } from '../../app/await-outcome.ts';
import { refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';
import { suggestNonce } from './form-actions.ts';
import { parsePasted, parseTypedData } from './paste-parser.ts';
import { type Prepare, signCommandOf } from './prepare.ts';
import {
  chosenAccount,
  emptyValues,
  isUnderWay,
  type Reviewed,
  type SignRun,
  type SignState,
  type SignStore,
} from './sign-store.ts';
import { transactionOf } from './transfer-rules.ts';

export interface Services {
  readonly tee: Tee;
  readonly authorized: Pick<Authorized, 'invoke'>;
  readonly monotonicNowMs: () => number;
}

export const MAX_NOTE = 256;
/** Characters of a message, as the TEE takes them. */
export const MAX_MESSAGE = 131_072;

export type Asked = 'asked' | 'has-problems' | 'under-way';

/** Has the TEE prepare what the form holds, unless it has problems or something is under way. */
export async function prepareReview(
  store: SignStore,
  services: Services,
  readFeatures: () => Features,
): Promise<Asked> {
  const state = store.getState();
  if (isUnderWay(state.run)) return 'under-way';
  const prepare = prepareOf(state);
  if (prepare === undefined) {
    store.setState({ attempted: true });
    return 'has-problems';
  }
  await send(store, services, prepare, readFeatures());
  return 'asked';
}

/** The same once more: a review that ran out, or whose policy changed. */
export async function prepareAgain(store: SignStore, services: Services): Promise<void> {
  const { reviewed, run } = store.getState();
  if (reviewed === undefined || isUnderWay(run)) return;
  await send(store, services, reviewed.prepare, reviewed.features);
}

/** What is to be prepared; `undefined` while something is wrong with the form. */
export function prepareOf(state: Pick<SignState, 'signers' | 'values'>): Prepare | undefined {
  const { values } = state;
  const account = chosenAccount(state);
  const { walletId, note } = values;
  if (walletId === undefined || account === undefined || note.length > MAX_NOTE) return undefined;
  const content = contentOf(state, account.address);
  return content && { signer: { walletId, account: account.index }, content, note };
}

function contentOf({ values }: Pick<SignState, 'values'>, signer: string): Prepare['content'] | undefined {
  switch (values.choice) {
    case 'transfer': {
      const transaction = transactionOf(values.transfer);
      return transaction && { kind: 'transaction', transaction };
    }
    case 'paste': {
      const pasted = parsePasted(values.pasted, signer);
      return pasted.ok ? pasted.content : undefined;
    }
    case 'message': {
      const text = values.message;
      if (text === '' || text.length > MAX_MESSAGE) return undefined;
      return { kind: 'message', message: { kind: 'text', text } };
    }
    case 'typed-data': {
      const pasted = parseTypedData(values.typedData);
      return pasted.ok ? pasted.content : undefined;
    }
  }
}

async function send(
  store: SignStore,
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
    store.setState({ run: { status: 'idle' }, attempted: false, reviewed, signed: undefined });
  } catch (error) {
    // A review is told once: one that was lost is of no use to anybody, and nothing was signed.
    const run: SignRun = lostOperation(error) === undefined ? refusedRun(error) : { status: 'review-lost' };
    store.setState({ run });
  }
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

/** Has the TEE sign exactly what the review shows, with whatever proof it asks for on the way. */
export async function approve(store: SignStore, { authorized, tee }: Services): Promise<void> {
  const { reviewed, run } = store.getState();
  if (reviewed === undefined || isUnderWay(run)) return;
  const { review } = reviewed;
  const { assessment, kind, reviewId, walletId } = review;
  const command = signCommandOf(kind);
  store.setState({ run: { status: 'signing' } });
  try {
    const outcome = await authorized.invoke(command, { walletId, reviewId }, { because: assessment.factors });
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

function showSigned(store: SignStore, signed: NonNullable<SignState['signed']>): void {
  store.setState({ run: { status: 'idle' }, reviewed: undefined, signed });
}

/** Nothing is signed; what was entered is still there. */
export function decline(store: SignStore): void {
  if (isUnderWay(store.getState().run)) return;
  store.setState({ reviewed: undefined, run: { status: 'idle' } });
}

/** After a result: the form, empty, with the same wallet, and the nonce after the one just signed. */
export async function signAnother(store: SignStore, tee: Pick<Tee, 'invoke'>): Promise<void> {
  const { walletId, account, choice, transfer } = store.getState().values;
  const empty = emptyValues();
  const { chainId, maxFeeGwei, priorityFeeGwei } = transfer;
  const kept = { chainId, maxFeeGwei, priorityFeeGwei };
  store.setState({
    signed: undefined,
    attempted: false,
    nonceIsTheirs: false,
    run: { status: 'idle' },
    values: { ...empty, walletId, account, choice, transfer: { ...empty.transfer, ...kept } },
  });
  await suggestNonce(store, tee);
}

/** The TEE knows the review no longer, or judges by another policy now: only a new one helps. */
const OVER: ReadonlySet<TeeReason | undefined> = new Set<TeeReason>(['unknown-review', 'review-outdated']);

export function isReviewOver(run: SignRun): boolean {
  return 'failure' in run && OVER.has(run.failure.reason);
}

function refusedRun(error: unknown): SignRun {
  const refused = refusedBy(error);
  const status = refused.failure.layer === undefined ? 'failed' : 'denied';
  return { status, ...refused };
}
