// Which nonce is next: the chain's count, past everything that is on its way or promised to somebody. A promise holds
// until it is released, used, or older than any review that it was made for.
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import type { Address } from '../../tee-sim/protocol/payment.ts';
import { holdsNonce, type JournalEntry } from './journal-entry.ts';
import { NetworkError } from './network-error.ts';

/** A review can be signed for ten minutes, and is prepared right after its nonce is promised. */
const PROMISED_MS = 11 * 60_000;
/** No person begins that many payments; a script must not make each next one dearer. */
const MAX_PROMISES = 256;
/** EIP-2681. */
const LAST_NONCE = 2n ** 64n - 2n;

interface Reservation {
  readonly key: string;
  readonly nonce: bigint;
  readonly endsAtMs: number;
}

export interface ReservedNonce {
  readonly reservationId: string;
  readonly nonce: string;
  readonly waitsFor: string[];
  /** So many earlier ones are promised and not sent: nothing is known that would put them in a block. */
  readonly promisedBefore: number;
}

export class NonceBook {
  readonly #reservations = new Map<string, Reservation>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /**
   * Synchronous, so that no two callers are between looking and taking. `count` is what the chain said, asked at
   * `askedAtMs`: what was mined since then is not in it. @throws NetworkError rate-limited, bad-answer
   */
  reserve(
    chainId: number,
    account: Address,
    count: bigint,
    askedAtMs: number,
    journal: readonly JournalEntry[],
  ): ReservedNonce {
    const key = `${chainId}/${account}`;
    const own = journal.filter((entry) => entry.chainId === chainId && entry.account === account);
    const promised = this.#promised(key);
    const taken = new Set(promised);
    if (this.#reservations.size >= MAX_PROMISES) throw new NetworkError('rate-limited');
    for (const entry of own) if (isTaken(entry, askedAtMs)) taken.add(BigInt(entry.nonce));
    let nonce = count;
    while (taken.has(nonce)) nonce += 1n;
    if (nonce > LAST_NONCE) throw new NetworkError('bad-answer');
    const reservationId = bytesToBase64Url(randomBytes(16));
    this.#reservations.set(reservationId, { key, nonce, endsAtMs: this.#nowMs() + PROMISED_MS });
    const earlier = own.filter((entry) => holdsNonce(entry) && BigInt(entry.nonce) < nonce);
    return {
      reservationId,
      nonce: nonce.toString(),
      waitsFor: earlier.map(({ hash }) => hash),
      promisedBefore: promised.filter((each) => each >= count && each < nonce).length,
    };
  }

  release(reservationId: string): void {
    this.#reservations.delete(reservationId);
  }

  #promised(key: string): bigint[] {
    const now = this.#nowMs();
    for (const [id, { endsAtMs }] of this.#reservations) if (endsAtMs <= now) this.#reservations.delete(id);
    return [...this.#reservations.values()].filter((each) => each.key === key).map(({ nonce }) => nonce);
  }
}

function isTaken(entry: JournalEntry, askedAtMs: number): boolean {
  return holdsNonce(entry) || (entry.block !== undefined && entry.updatedAtMs >= askedAtMs);
}
