// Approving a payment, handing it to the network, and finding again what was on its way when something broke. Signed
// once, the very same bytes are all that is ever sent; nobody is told that nothing was while it is not known.
import { randomBytes } from '../../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, bytesToHex } from '../../../tee-sim/protocol/bytes.ts';
import type { Review, Signed } from '../../../tee-sim/protocol/review.ts';
import { type OperationId, operationIdSchema } from '../../../tee-sim/protocol/schema.ts';
import { awaitOutcome, NEVER_ANSWERED } from '../../app/await-outcome.ts';
import { answerOf } from '../../app/networks/answer.ts';
import { keepTransaction, loadTransactions } from '../../app/networks/transactions-store.ts';
import { approve, decline, type ReviewActions } from '../../signing/review-actions.ts';
import { isUnderWay, nothingYet } from '../../signing/review-store.ts';
import { askForReview, giveBack, type SendServices } from './check-actions.ts';
import { emptyValues, nothingBegun, type SendStore } from './send-store.ts';
import type { Unfinished } from './unfinished.ts';

/** What the review's buttons do here. */
export function paymentActions(store: SendStore, services: SendServices): ReviewActions {
  return {
    approve: () => approvePayment(store, services),
    decline: () => void declinePayment(store, services),
    prepareAgain: () => checkAgain(store, services),
  };
}

/** Signs it, then sends it. Never rejects. */
export async function approvePayment(store: SendStore, services: SendServices): Promise<void> {
  const { unfinished } = store.getState();
  const { reviewed, run } = store.review.getState();
  if (unfinished === undefined || reviewed === undefined || isUnderWay(run)) return;
  if (!(await isUnsigned(store, services))) return;
  const operationId = newOperationId();
  // Written down before it is asked for: a window that is loaded anew asks what became of it.
  hold(store, services, { ...unfinished, operationId });
  await approve(store.review, services, operationId);
  const { run: after, signed } = store.review.getState();
  if (signed !== undefined) return showAndSend(store, services, signed.signed, signed.review);
  // The TEE said no, or was never asked: decided. "failed" may mean that nobody knows.
  if (after.status !== 'failed') hold(store, services, { ...unfinished, operationId: undefined });
}

/** Nothing is signed, the nonce is free again, and what was entered is still there. Never rejects. */
export async function declinePayment(store: SendStore, services: SendServices): Promise<void> {
  const { unfinished } = store.getState();
  if (isUnderWay(store.review.getState().run) || !(await isUnsigned(store, services))) return;
  decline(store.review);
  store.setState({ unfinished: undefined, checked: undefined, run: { status: 'idle' } });
  if (unfinished !== undefined) await giveBack(services, unfinished);
}

/** The same wish once more, with all that the network says of it now. Never rejects. */
async function checkAgain(store: SendStore, services: SendServices): Promise<void> {
  const { reviewed } = store.review.getState();
  const wouldFail = store.getState().checked?.simulated.result !== 'done';
  if (reviewed === undefined) return;
  await declinePayment(store, services);
  if (store.getState().signed !== undefined) return;
  await askForReview(store, services, { readFeatures: () => reviewed.features, knowingly: wouldFail });
}

/** Whether nothing was signed for the payment in hand; what was is shown, and not sent by itself. */
async function isUnsigned(store: SendStore, services: SendServices): Promise<boolean> {
  const { unfinished } = store.getState();
  if (unfinished?.operationId === undefined) return true;
  const found = await outcomeOf(services, unfinished.operationId);
  if (found.outcome === 'committed') {
    const { reviewed } = store.review.getState();
    decline(store.review);
    showSigned(store, found.result, unfinished, reviewed?.review);
    return false;
  }
  if (found.outcome === 'not-known') {
    store.review.setState({ run: { status: 'failed', failure: found.failure, trace: undefined } });
    return false;
  }
  hold(store, services, { ...unfinished, operationId: undefined });
  return true;
}

/** Hands the signed bytes to main: also once more, and harmlessly. Never rejects. */
export async function sendSigned(store: SendStore, services: SendServices): Promise<void> {
  const { signed, sending, unfinished } = store.getState();
  if (signed === undefined || sending.status === 'busy' || sending.status === 'tracked') return;
  store.setState({ sending: { status: 'busy' } });
  const { chainId, raw } = signed;
  const reservationId = unfinished?.reservationId;
  const answer = await answerOf(services.calls.broadcast({ chainId, raw, reservationId }));
  if (!answer.ok) return store.setState({ sending: { status: 'failed', trouble: answer.trouble } });
  keepTransaction(services.transactions, answer.value);
  // Main has written it down: from here on its journal is what follows it.
  if (unfinished !== undefined) services.unfinished.drop(unfinished);
  store.setState({ sending: { status: 'tracked' }, unfinished: undefined });
}

/** The form, empty, for the same account and network. A signed one that was not sent stays in the history. */
export async function sendAnother(store: SendStore, services: SendServices): Promise<void> {
  const { unfinished, sending, values } = store.getState();
  if (sending.status === 'busy') return;
  const { chainId } = values;
  store.review.setState(nothingYet());
  store.setState({
    ...nothingBegun(),
    values: { ...emptyValues(), chainId },
  });
  if (unfinished !== undefined) await giveBack(services, unfinished);
}

/**
 * What an earlier window left behind: nonces of what was never to be signed become free, and what this person may have
 * signed is looked for before anything else. Never rejects.
 */
export async function resumePayments(store: SendStore, services: SendServices): Promise<void> {
  const { earlier, unfinished: current, signed } = store.getState();
  if (current !== undefined || signed !== undefined || earlier === 'looked-for') return;
  const left = services.unfinished.all();
  for (const each of left) if (each.operationId === undefined) await giveBack(services, each);
  const mine = left.find((each) => each.operationId !== undefined && each.userId === services.userId);
  if (mine?.operationId === undefined) return;
  store.setState({ earlier: 'looked-for', unfinished: mine });
  const found = await outcomeOf(services, mine.operationId);
  switch (found.outcome) {
    case 'committed':
      showSigned(store, found.result, mine, undefined);
      return lookUpSigned(store, services);
    case 'not-carried-out':
      store.setState({ earlier: 'not-signed', unfinished: undefined });
      return giveBack(services, mine);
    case 'not-known':
      // It stays written down: whoever comes back asks again.
      store.setState({ earlier: 'not-known', unfinished: undefined });
  }
}

/** Main may have got it all the same. */
async function lookUpSigned(store: SendStore, services: SendServices): Promise<void> {
  const { signed, unfinished } = store.getState();
  if (signed === undefined) return;
  await loadTransactions(services.transactions, services.calls, { chainId: signed.chainId });
  const { byHash, list } = services.transactions.getState();
  if (byHash[signed.hash] === undefined) {
    // Nobody was told what main has: then it is not said that nothing left.
    if (list.status === 'failed') store.setState({ sending: list });
    return;
  }
  if (unfinished !== undefined) await giveBack(services, unfinished);
  store.setState({ sending: { status: 'tracked' }, unfinished: undefined });
}

async function showAndSend(
  store: SendStore,
  services: SendServices,
  signed: Signed,
  review: Review,
): Promise<void> {
  const { unfinished } = store.getState();
  if (unfinished === undefined) return;
  showSigned(store, signed, unfinished, review);
  await sendSigned(store, services);
}

function showSigned(
  store: SendStore,
  { transaction, number, logId }: Signed,
  { walletId, chainId }: Unfinished,
  review: Review | undefined,
): void {
  if (transaction === undefined) return;
  const raw = `0x${bytesToHex(transaction.raw)}`;
  const hash = `0x${bytesToHex(transaction.hash)}`;
  store.setState({
    signed: { chainId, walletId, number, logId, raw, hash, review },
    sending: { status: 'not-sent' },
    earlier: 'none',
    run: { status: 'idle' },
  });
}

function hold(store: SendStore, services: SendServices, unfinished: Unfinished): void {
  services.unfinished.put(unfinished);
  store.setState({ unfinished });
}

function outcomeOf({ tee }: SendServices, id: OperationId) {
  return awaitOutcome(tee, { id, failure: NEVER_ANSWERED }, 'SIGN_TRANSACTION');
}

function newOperationId(): OperationId {
  return operationIdSchema.parse(bytesToBase64Url(randomBytes(16)));
}
