// How often an endpoint is asked: a bucket that fills at a steady rate. Whoever finds it empty waits in line.
import { NetworkError } from './network-error.ts';
import { wait } from './wait.ts';

/** Nobody waits longer: whoever asks without end is refused, and makes nobody else wait behind it. */
const LONGEST_WAIT_MS = 60_000;

export interface BucketRate {
  readonly perSecond: number;
  readonly burst: number;
}

export class TokenBucket {
  readonly #rate: BucketRate;
  readonly #nowMs: () => number;
  #tokens: number;
  #filledAtMs: number;

  constructor(rate: BucketRate, nowMs: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#nowMs = nowMs;
    this.#tokens = rate.burst;
    this.#filledAtMs = nowMs();
  }

  /** Takes them at once, into debt if need be, so that nobody overtakes. @throws NetworkError cancelled, rate-limited */
  async take(count: number, signal: AbortSignal): Promise<void> {
    const waitMs = this.reserve(count);
    if (waitMs === 0) return;
    try {
      if (waitMs > LONGEST_WAIT_MS) throw new NetworkError('rate-limited', { mayHaveArrived: false });
      await wait(waitMs, signal);
    } catch (error) {
      this.#tokens += count;
      throw error;
    }
  }

  /** How long to wait, in ms. */
  reserve(count: number): number {
    const now = this.#nowMs();
    const gained = ((now - this.#filledAtMs) / 1_000) * this.#rate.perSecond;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + gained) - count;
    this.#filledAtMs = now;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#rate.perSecond) * 1_000;
  }

  /** The endpoint asked to be left alone for so long. */
  pause(ms: number): void {
    this.#tokens = Math.min(this.#tokens, -(ms / 1_000) * this.#rate.perSecond);
  }
}
