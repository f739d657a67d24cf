// When a review may be approved, and until when. Pure: whoever shows it brings the clock, monotonic, in milliseconds.
import type { Review } from '../../tee-sim/protocol/review.ts';

/** Long enough that a hand that was about to click somewhere else has stopped; short enough not to annoy. */
export const READING_MS = 1_500;

/** When this window got a review, by its own clock. */
export interface ReviewTimes {
  readonly receivedAtMs: number;
  /** When the TEE signed the answer, by its clock. */
  readonly issuedAtMs: number;
}

/** How long approval must still wait; 0 when it need not. */
export function approvalWaitMs(shownAtMs: number, nowMs: number): number {
  return Math.max(0, shownAtMs + READING_MS - nowMs);
}

/** How long the review still counts, by this window's clock; 0 when it is over. The TEE alone decides. */
export function remainingMs(
  { preparedAtMs, validForMs }: Pick<Review, 'preparedAtMs' | 'validForMs'>,
  { receivedAtMs, issuedAtMs }: ReviewTimes,
  nowMs: number,
): number {
  const spentInTeeMs = Math.max(0, issuedAtMs - preparedAtMs);
  return Math.max(0, validForMs - spentInTeeMs - (nowMs - receivedAtMs));
}
