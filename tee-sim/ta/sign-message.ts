// SIGN_MESSAGE: signs the message or typed data that a review showed.
import type { Demander, Handler } from './call.ts';
import { demandsOfReview, signReview } from './sign-review.ts';

export const demands: Demander<'SIGN_MESSAGE'> = (call, ta) => demandsOfReview('SIGN_MESSAGE', call, ta);

/** @throws as `signReview` */
export const signMessage: Handler<'SIGN_MESSAGE'> = (call, ta) => signReview('SIGN_MESSAGE', call, ta);
