// Writes the trace of one request through the four layers: each check with its outcome, what follows a denial as
// not reached. The one place where a denial is thrown, so that none can be missing from the trace.
import { type RefusalName, refusal } from '../os/refusals.ts';
import type { ReasonCode } from '../protocol/assessment.ts';
import { CHECKS, type Check, LAYERS, type Layer, type Trace, type TraceEntry } from '../protocol/trace.ts';

/** What a check found. `refusal` names why it denies; absent: it passes. */
export interface Finding {
  readonly refusal?: RefusalName | undefined;
  /** Only what the caller may know. */
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
}

export class TraceRecorder {
  readonly #monotonicMs: () => number;
  readonly #entries: TraceEntry[] = [];
  #denied = false;
  #reasons: readonly ReasonCode[] | undefined;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** Empty where no layer was asked. */
  get entries(): Trace {
    return this.#entries;
  }

  /** Whether a layer said no. */
  get denied(): boolean {
    return this.#denied;
  }

  /** Of the risk that layer 4 judged; absent where there was none to judge. */
  get reasons(): readonly ReasonCode[] | undefined {
    return this.#reasons;
  }

  /** Keeps rule and points of each; the values stay out of a refusal. */
  judgedBy(reasons: readonly ReasonCode[]): void {
    this.#reasons = reasons.map(({ rule, points }) => ({ rule, points }));
  }

  /**
   * Makes one check. A finding with a refusal is written as the denial, everything behind it as not reached, and
   * thrown with its layer. What `look` itself throws passes through unwritten.
   */
  check<F extends Finding>(layer: Layer, check: Check, look: () => F): F {
    const startMs = this.#monotonicMs();
    const finding = look();
    const durationUs = Math.max(0, Math.round((this.#monotonicMs() - startMs) * 1_000));
    const { refusal: name, expected, actual } = finding;
    const outcome = name === undefined ? 'pass' : 'deny';
    this.#entries.push({
      layer,
      check,
      outcome,
      ...(expected === undefined ? {} : { expected }),
      ...(actual === undefined ? {} : { actual }),
      durationUs,
    });
    if (name === undefined) return finding;
    this.#denied = true;
    for (const later of LAYERS.filter((other) => other > layer)) {
      for (const missed of CHECKS[later]) {
        this.#entries.push({ layer: later, check: missed, outcome: 'not-reached', durationUs: 0 });
      }
    }
    throw refusal(name, layer);
  }
}
