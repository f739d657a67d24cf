// Remembers the nonces of requests for as long as those could be accepted again. Bounded; one per port.
// Must never evict a nonce that still lives: a full cache refuses instead.
import { FRESHNESS_MS } from '../protocol/envelope.ts';
import { refusal } from './refusals.ts';

/** 60 s of more than 1,000 requests a second; about 8 MB when full. */
export const MAX_NONCES = 65_536;

/** Dead nonces are swept at most this often, so that a full cache does not make each request slow. */
const SWEEP_INTERVAL_MS = 1_000;

export class NonceCache {
  readonly #expiryByNonce = new Map<string, number>();
  readonly #capacity: number;
  #nextSweepAtMs = 0;

  constructor(capacity = MAX_NONCES) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#expiryByNonce.size;
  }

  /**
   * Accepts a request once: `|issuedAtMs − now| ≤ 60 s` and a nonce not seen before, which then lives until
   * `issuedAtMs + 60 s`, the last moment at which the request is fresh.
   * @throws SECURITY stale · from-the-future · replayed, BUSY nonce-cache-full (all origin TEE)
   */
  admit(nonce: string, issuedAtMs: number, nowMs: number): void {
    if (issuedAtMs < nowMs - FRESHNESS_MS) throw refusal('stale');
    if (issuedAtMs > nowMs + FRESHNESS_MS) throw refusal('from-the-future');
    // A dead nonce belongs to a request that is stale by now, but may come again with a new one.
    if ((this.#expiryByNonce.get(nonce) ?? -1) >= nowMs) throw refusal('replayed');
    this.#sweep(nowMs);
    if (this.#expiryByNonce.size >= this.#capacity) throw refusal('nonce-cache-full');
    this.#expiryByNonce.set(nonce, issuedAtMs + FRESHNESS_MS);
  }

  #sweep(nowMs: number): void {
    if (nowMs < this.#nextSweepAtMs) return;
    this.#nextSweepAtMs = nowMs + SWEEP_INTERVAL_MS;
    for (const [nonce, expiresAtMs] of this.#expiryByNonce) {
      if (expiresAtMs < nowMs) this.#expiryByNonce.delete(nonce);
    }
  }
}
