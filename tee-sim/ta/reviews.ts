// The reviews of one session: what PREPARE showed and SIGN may sign, once each, until they are too old. In memory only.
// Must never find a review for another user, wallet or policy than the one it was made for.
import type { SessionTable } from '../authorization/layer-2-sessions.ts';
import type { Wipeable } from '../authorization/session-things.ts';
import type { ChainSpend } from '../authorization/spending.ts';
import { refusal } from '../os/refusals.ts';
import type { Assessment } from '../protocol/assessment.ts';
import type { WalletId } from '../protocol/bindings.ts';
import { equalBytes, wipe } from '../protocol/bytes.ts';
import type { UserId } from '../protocol/factors.ts';
import type { Features } from '../protocol/features.ts';
import type { KnownAddress, ReviewId, SignatureKind } from '../protocol/review.ts';
import type { SessionId } from '../protocol/schema.ts';
import type { Account } from '../protocol/wallets.ts';
import type { RequiredLevel } from '../wallet/required-level.ts';
import type { Signable } from './signable.ts';

export const REVIEW_LIFE_MS = 10 * 60_000;
const MAX_REVIEWS = 16;

/** What a person was shown, and what it was judged by. */
export interface KeptReview {
  readonly reviewId: ReviewId;
  readonly userId: UserId;
  readonly walletId: WalletId;
  readonly policyDigest: Uint8Array;
  readonly preparedAtMs: number;
  readonly account: Account;
  readonly signable: Signable;
  /** keccak256 of the signable's bytes. */
  readonly hash: Uint8Array;
  readonly spend: ChainSpend;
  readonly required: RequiredLevel;
  /** Who the addresses were, when it was shown. */
  readonly known: readonly KnownAddress[];
  readonly assessment: Assessment;
  readonly features: Features | undefined;
  readonly note: string;
}

/** Which review a request means: all of it has to fit. */
export interface ReviewQuery {
  readonly reviewId: ReviewId;
  readonly userId: UserId;
  readonly walletId: WalletId;
  readonly kinds: readonly SignatureKind[];
  readonly policyDigest: Uint8Array;
}

export class Reviews implements Wipeable {
  readonly #kept = new Map<ReviewId, { readonly review: KeptReview; readonly untilMs: number }>();

  /** @throws BUSY reviews-full */
  requireRoom(nowMs: number): void {
    this.#dropExpired(nowMs);
    if (this.#kept.size >= MAX_REVIEWS) throw refusal('reviews-full');
  }

  add(review: KeptReview, nowMs: number): void {
    this.#kept.set(review.reviewId, { review, untilMs: nowMs + REVIEW_LIFE_MS });
  }

  /** @throws ITEM_NOT_FOUND unknown-review · BAD_STATE review-outdated */
  find({ reviewId, userId, walletId, kinds, policyDigest }: ReviewQuery, nowMs: number): KeptReview {
    this.#dropExpired(nowMs);
    const review = this.#kept.get(reviewId)?.review;
    const fits = review?.userId === userId && review.walletId === walletId;
    if (!fits || !kinds.includes(review.signable.kind)) throw refusal('unknown-review');
    if (!equalBytes(review.policyDigest, policyDigest)) throw refusal('review-outdated');
    return review;
  }

  remove(reviewId: ReviewId): void {
    const kept = this.#kept.get(reviewId);
    wipe(kept?.review.signable.bytes);
    this.#kept.delete(reviewId);
  }

  wipe(): void {
    for (const id of [...this.#kept.keys()]) this.remove(id);
  }

  #dropExpired(nowMs: number): void {
    for (const [id, { untilMs }] of this.#kept) {
      if (nowMs >= untilMs) this.remove(id);
    }
  }
}

/** The session's reviews, which end with it, its login or its lock. @throws BAD_STATE no-session when it is over */
export function reviewsOf(sessions: Pick<SessionTable, 'hold' | 'held'>, id: SessionId): Reviews {
  const held = sessions.held<Reviews>(id, 'reviews');
  if (held !== undefined) return held;
  const reviews = new Reviews();
  sessions.hold(id, 'reviews', reviews);
  return reviews;
}
