// Rate limits as token buckets, in memory: so many requests at once, refilled evenly. Bounded in number.
// Must never let a clock that steps back give anything.
import type { ClientPermissions } from '../protocol/clients.ts';

type RateLimit = ClientPermissions['rateLimit'];

/** More than a registry can hold clients, so that one in use is never given up. */
const MAX_BUCKETS = 2_048;

export class TokenBuckets {
  readonly #nowMs: () => number;
  /** The one unused for longest comes first. */
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  /** `nowMs` must not follow the wall clock: whoever sets that could refill. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one token when there is one. A bucket begins full; a smaller limit counts from the next call on. */
  take(key: string, { requests, perMs }: RateLimit): boolean {
    const now = this.#nowMs();
    const { tokens, atMs } = this.#buckets.get(key) ?? { tokens: requests, atMs: now };
    const refilled = (Math.max(0, now - atMs) * requests) / perMs;
    const available = Math.min(requests, tokens + refilled);
    const taken = available >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: taken ? available - 1 : available, atMs: Math.max(now, atMs) });
    if (this.#buckets.size > MAX_BUCKETS) this.#forgetLongestUnused();
    return taken;
  }

  #forgetLongestUnused(): void {
    for (const key of this.#buckets.keys()) {
      this.#buckets.delete(key);
      return;
    }
  }
}
