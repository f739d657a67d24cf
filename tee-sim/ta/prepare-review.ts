// What every PREPARE command does: decodes, counts, judges, shows. It signs nothing and takes nothing from a limit; of
// the person's habits it teaches that somebody asked, and no more.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { findLimit } from '../authorization/spending.ts';
import { refusal } from '../os/refusals.ts';
import type { LevelBounds } from '../protocol/assessment.ts';
import { bytesToBase64Url } from '../protocol/bytes.ts';
import { decodedInput } from '../protocol/decoded.ts';
import { AUTH_LEVELS } from '../protocol/factors.ts';
import type { Address } from '../protocol/payment.ts';
import { type ReviewInput, reviewIdSchema, reviewSchema } from '../protocol/review.ts';
import { isBlockingFraud } from '../risk/fraud.ts';
import type { FeatureHistory } from '../risk/history.ts';
import { subjectOf } from '../risk/subject.ts';
import { knownContract } from '../wallet/known-contracts.ts';
import { requiredLevel } from '../wallet/required-level.ts';
import { spendOf } from '../wallet/spend.ts';
import { toHex } from '../wallet/uint.ts';
import { assessCall, withFeatureBytes } from './assess-call.ts';
import { type Call, type Outcome, requireSession, requireUser, type TaServices } from './call.ts';
import { knownAddresses } from './known-addresses.ts';
import { encodeRecord } from './log-record.ts';
import { type KeptReview, REVIEW_LIFE_MS, reviewsOf } from './reviews.ts';
import type { SignableFor } from './signable.ts';
import { requireAccount, requireWallet } from './wallet-of.ts';

type PrepareCommand =
  | 'PREPARE_TRANSACTION'
  | 'PREPARE_USER_OPERATION'
  | 'PREPARE_DELEGATION'
  | 'PREPARE_MESSAGE';

/** As answered, but for what only the commit knows. */
type Shown = Omit<ReviewInput, 'logId'>;

const REVIEW_ID_BYTES = 16;
const showable = reviewSchema.omit({ logId: true });

/**
 * @throws ITEM_NOT_FOUND unknown-wallet, unknown-account · BUSY reviews-full · EXCESS_DATA too-large for more than a
 * review can show · what `signableFor` and storage throw
 */
export function prepareReview(
  command: PrepareCommand,
  call: Call<PrepareCommand>,
  ta: TaServices,
  signableFor: SignableFor,
): Outcome<ReviewInput> {
  const { features, driverContext, atMs } = call;
  const reviews = reviewsOf(ta.sessions, requireSession(call).id);
  reviews.requireRoom(ta.clock.laterMs());
  const account = requireAccount(requireWallet(call, ta), call.params.account);
  const signable = signableFor(account);
  const { known, bounds, assessment } = assessCall(call, ta, subjectOf(signable.decoded, account.address), {
    features,
  });
  const review = reviewOf(call, ta, { account, signable, assessment }, known);
  const shown = show(call, ta, review, { bounds, firstPaidMs: known.firstPaidMs });
  if (!showable.safeParse(shown).success) throw refusal('content-too-large');
  return withFeatureBytes(features, (featureBytes) => {
    const record = encodeRecord(command, call, { ...contentOf(shown, review), assessment, driverContext });
    return {
      plaintexts: featureBytes === undefined ? [record] : [record, featureBytes],
      store(tx) {
        ta.history.recordAttempt(tx, review.userId, known, atMs);
        const log = { userId: review.userId, kind: 'assessment', atMs, record } as const;
        return {
          log: featureBytes === undefined ? log : { ...log, features: featureBytes },
          result: { ...shown, logId: tx.logId },
        };
      },
      committed: () => reviews.add(review, ta.clock.laterMs()),
    };
  });
}

function reviewOf(
  call: Call<PrepareCommand>,
  ta: TaServices,
  { account, signable, assessment }: Pick<KeptReview, 'account' | 'signable' | 'assessment'>,
  { strangers }: FeatureHistory,
): KeptReview {
  const { kind, chainId, bytes, decoded, feeWei } = signable;
  const spend = { chainId, ...spendOf(decoded, feeWei) };
  const { id: userId } = requireUser(call);
  // A name in the user's own address book or list of wallets is no ground to trust: whoever sits here could add it.
  const isStranger = (address: Address): boolean =>
    strangers.has(address) && (chainId === undefined || knownContract(chainId, address) === undefined);
  return {
    reviewId: reviewIdSchema.parse(bytesToBase64Url(ta.random(REVIEW_ID_BYTES))),
    userId,
    walletId: call.params.walletId,
    policyDigest: ta.policy.digest,
    preparedAtMs: call.atMs,
    account,
    signable,
    hash: keccak_256(bytes),
    spend,
    required: requiredLevel(kind, decoded, { unbounded: spend.unbounded, isStranger }),
    known: knownAddresses(userId, decoded, ta),
    assessment,
    features: call.features,
    note: call.params.note ?? '',
  };
}

function show(
  call: Call<PrepareCommand>,
  ta: TaServices,
  review: KeptReview,
  { bounds, firstPaidMs }: { readonly bounds: LevelBounds; readonly firstPaidMs: number | undefined },
): Shown {
  const { reviewId, walletId, account, signable, hash, spend, required, assessment } = review;
  const { kind, chainId, bytes, decoded, leaves, feeWei, nonce } = signable;
  return {
    ...{ reviewId, preparedAtMs: review.preparedAtMs, validForMs: REVIEW_LIFE_MS, kind, walletId, account },
    ...{ chainId, bytes: toHex(bytes), hash: toHex(hash), decoded: decodedInput(decoded), leaves },
    known: [...review.known],
    firstPaidMs,
    spend: {
      amounts: spend.amounts.map(({ asset, amount }) => ({ asset, amount: amount.toString() })),
      unbounded: spend.unbounded,
    },
    feeWei: feeWei.toString(),
    nonce: nonce?.toString(),
    ...{ assessment, bounds, level: levelOf(review), grounds: [...required.grounds] },
    limit: limitOf(call, ta, review),
    policyDigest: bytesToBase64Url(review.policyDigest),
  };
}

/** The highest of what the score and the grounds need; what looks like fraud is denied whatever is shown. */
function levelOf({ assessment, required }: KeptReview): Shown['level'] {
  const isFraud = assessment.factors.some(({ rule }) => isBlockingFraud(rule));
  if (isFraud || assessment.level === 'Denied') return 'Denied';
  return AUTH_LEVELS.indexOf(required.level) > AUTH_LEVELS.indexOf(assessment.level)
    ? required.level
    : assessment.level;
}

function limitOf(
  { binding }: Call<PrepareCommand>,
  { ledger }: TaServices,
  { spend }: KeptReview,
): Shown['limit'] {
  const found = binding && findLimit(binding, spend, ledger);
  if (found?.reason === undefined) return undefined;
  const { reason, asset, most, used } = found;
  return { reason, asset, most: most?.toString(), used: used?.toString() };
}

/** What the log keeps of it. */
function contentOf(shown: Shown, { note }: KeptReview): Readonly<Record<string, unknown>> {
  const { kind, walletId, account, chainId, hash, decoded, feeWei, nonce, level, grounds, limit } = shown;
  const what = { kind, walletId, account, chainId, hash, decoded, feeWei, nonce, note };
  return { review: { ...what, level, grounds, limit } };
}
