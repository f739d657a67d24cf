// What both SIGN commands do: sign exactly what a review showed, once. The signature is made before the commit and leaves
// only after it: with limit, history and log row, all in one transaction.
import type { Demands } from '../authorization/framework.ts';
import type { ChainSpend } from '../authorization/spending.ts';
import { refusal } from '../os/refusals.ts';
import { decodedInput } from '../protocol/decoded.ts';
import type { SignatureKind } from '../protocol/review.ts';
import { isBlockingFraud } from '../risk/fraud.ts';
import { subjectOf } from '../risk/subject.ts';
import type { Transaction } from '../storage/storage.ts';
import { signatureToBytes } from '../wallet/account-key.ts';
import { toHex } from '../wallet/uint.ts';
import { assessCall } from './assess-call.ts';
import { type Call, type Outcome, requireSession, requireUser, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { type KeptReview, reviewsOf } from './reviews.ts';
import type { MadeSignature } from './signable.ts';
import type { SignatureRecord, SignedInput } from './signatures.ts';

type SignCommand = 'SIGN_TRANSACTION' | 'SIGN_MESSAGE';

const KINDS: Readonly<Record<SignCommand, readonly SignatureKind[]>> = {
  SIGN_TRANSACTION: ['transaction', 'user-operation', 'delegation'],
  SIGN_MESSAGE: ['personal-message', 'typed-data'],
};

/**
 * What the review counts, and the higher risk of then and now: neither what was learned since nor what was forgotten
 * makes it easier. @throws ITEM_NOT_FOUND unknown-review · BAD_STATE review-outdated
 */
export function demandsOfReview(command: SignCommand, call: Call<SignCommand>, ta: TaServices): Demands {
  const review = findReview(command, call, ta);
  const { signable, account, features, preparedAtMs, assessment, spend, required } = review;
  const known = { features, countedAtMs: preparedAtMs };
  const fresh = assessCall(call, ta, subjectOf(signable.decoded, account.address), known);
  // What looks like fraud by now denies, however high the score was then.
  const isFraud = fresh.assessment.factors.some(({ rule }) => isBlockingFraud(rule));
  const wasHigher = !isFraud && fresh.assessment.score < assessment.score;
  const assessed = wasHigher ? { ...fresh, assessment } : fresh;
  return { spend, assessed, level: required.level };
}

/** @throws as `demandsOfReview` · ACCESS_DENIED password-needed · what storage throws */
export function signReview(
  command: SignCommand,
  call: Call<SignCommand>,
  ta: TaServices,
): Outcome<SignedInput> {
  const review = findReview(command, call, ta);
  const { assessed, spend } = call.demands ?? {};
  if (assessed === undefined || spend === undefined) throw refusal('defect');
  const { id: userId } = requireUser(call);
  const { walletId, reviewId, signable, account, hash } = review;
  const { atMs, driverContext } = call;
  const made = ta.accountKeys.withAccountKey(call, { walletId, account: account.index }, (privateKey) =>
    signable.sign(hash, { privateKey, address: account.address }),
  );
  const number = ta.signatures.count(walletId) + 1;
  const { assessment } = assessed;
  const record = encodeRecord(command, call, {
    signature: { walletId, number, ...factsOf(review, made) },
    assessment,
    driverContext,
  });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        countSpend(tx, ta, { walletId, userId }, spend);
        const request = { subject: subjectOf(signable.decoded, account.address), atMs, driverContext };
        ta.history.record(tx, userId, assessed.known, review.features, request, assessment);
        const kept = recordOf(call, review, made, { number, logId: tx.logId });
        ta.signatures.put(tx, walletId, userId, kept);
        return { log: { userId, kind: 'signature', atMs, record }, result: kept.signed };
      },
      committed: () => reviewsOf(ta.sessions, requireSession(call).id).remove(reviewId),
    },
  };
}

function findReview(command: SignCommand, call: Call<SignCommand>, ta: TaServices): KeptReview {
  const { walletId, reviewId } = call.params;
  const reviews = reviewsOf(ta.sessions, requireSession(call).id);
  const { id: userId } = requireUser(call);
  const query = { reviewId, userId, walletId, kinds: KINDS[command], policyDigest: ta.policy.digest };
  return reviews.find(query, ta.clock.laterMs());
}

/** Also where nothing limits it, so that a limit set later knows of it. What no chain binds takes nothing by itself. */
function countSpend(
  tx: Transaction,
  { ledger }: TaServices,
  whose: Pick<KeptReview, 'walletId' | 'userId'>,
  { chainId, amounts }: ChainSpend,
): void {
  if (chainId === undefined) return;
  for (const { asset, amount } of amounts) ledger.add(tx, { ...whose, chainId, asset }, amount);
}

/** What the list of signatures and the log both tell. */
function factsOf({ account, signable, hash, note }: KeptReview, { transaction }: MadeSignature) {
  const { kind, chainId, decoded, feeWei, nonce } = signable;
  return {
    ...{ account, kind, chainId, hash: toHex(hash), note },
    transactionHash: transaction && toHex(transaction.hash),
    nonce: nonce?.toString(),
    feeWei: feeWei.toString(),
    decoded: decodedInput(decoded),
  };
}

function recordOf(
  call: Call<SignCommand>,
  review: KeptReview,
  made: MadeSignature,
  row: Pick<SignedInput, 'number' | 'logId'>,
): SignatureRecord {
  const { signature, transaction, userOperationHash } = made;
  const { kind, hash } = factsOf(review, made);
  const summary = {
    ...factsOf(review, made),
    ...row,
    signedAtMs: call.atMs,
    userName: requireUser(call).name,
    // Whoever may READ the wallet sees it: what this person calls people and their own accounts is theirs alone.
    known: review.known.filter(({ as }) => as === 'token' || as === 'contract'),
  };
  const signed = {
    ...{ ...row, kind, hash },
    signature: toHex(signatureToBytes(signature)),
    signer: review.account.address,
    transaction: transaction && { raw: toHex(transaction.raw), hash: toHex(transaction.hash) },
    userOperationHash: userOperationHash && toHex(userOperationHash),
  };
  return { summary, signed };
}
