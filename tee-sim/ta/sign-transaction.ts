// SIGN_TRANSACTION: signs the transaction, UserOperation or delegation that a review showed.
import type { Demander, Handler } from './call.ts';
import { demandsOfReview, signReview } from './sign-review.ts';

export const demands: Demander<'SIGN_TRANSACTION'> = (call, ta) =>
  demandsOfReview('SIGN_TRANSACTION', call, ta);

/** @throws as `signReview` */
export const signTransaction: Handler<'SIGN_TRANSACTION'> = (call, ta) =>
  signReview('SIGN_TRANSACTION', call, ta);
