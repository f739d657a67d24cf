// What can be done about a denied review, by what it is of. Pure. The TEE alone decides.
import type { TeeFailure, TeeReason } from '../../tee-sim/protocol/codes.ts';
import type { Messages } from '../i18n/messages.ts';
import { failureText } from '../ui/failure-notice.tsx';
import type { ReviewSubject } from './prepare.ts';
import type { ReviewRun } from './review-store.ts';

const LIMITS = [
  'no-limit-for-asset',
  'transaction-limit',
  'daily-limit',
  'unbounded-spend',
] as const satisfies readonly TeeReason[];

/** No proof changes these, and no second try: only another request may pass. */
const FINAL: ReadonlySet<TeeReason | undefined> = new Set<TeeReason | undefined>([
  ...LIMITS,
  'risk-too-high',
  'fraud-suspected',
  'not-permitted',
  'not-device-owner',
  'unknown-wallet',
  'binding-expired',
  'operation-not-allowed',
]);

/** Whether the TEE said no to what is asked, and not to how it was asked or proved. */
export function isFinalDenial(run: ReviewRun): boolean {
  return run.status === 'denied' && FINAL.has(run.failure.reason);
}

/** What to do about it; whoever cannot change the amount is not told to. */
export function denialTodo(m: Messages, subject: ReviewSubject, failure: TeeFailure): string {
  const isReplacement = subject === 'speed-up' || subject === 'cancel';
  const isLimit = LIMITS.some((limit) => limit === failure.reason);
  return isReplacement && isLimit ? m.sign.limitDenied[subject] : failureText(m, failure).todo;
}
