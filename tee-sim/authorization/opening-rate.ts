// How often may be asked for what comes before a session, when no client is known yet whose rate it could take from.
// The window has a rate of its own, so that no flood of other programs can keep a person from logging in.
import { MAIN_WINDOW } from './layer-1-client-access.ts';
import { TokenBuckets } from './token-bucket.ts';

export type Opening = 'attest' | 'GET_CHALLENGE' | 'OPEN_SESSION';

/** Of each kind, for the window and for all others together: a program that connects anew gets no new one. */
export const OPENING_RATE = { requests: 600, perMs: 60_000 } as const;

export class OpeningRate {
  readonly #buckets: TokenBuckets;

  /** `nowMs` is TEE time. */
  constructor(nowMs: () => number) {
    this.#buckets = new TokenBuckets(nowMs);
  }

  /** Takes one from the rate of whoever sends over this channel, when there is one. */
  take(what: Opening, channelId: string): boolean {
    const whose = channelId === MAIN_WINDOW ? 'window' : 'others';
    return this.#buckets.take(`${what}/${whose}`, OPENING_RATE);
  }
}
