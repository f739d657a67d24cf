// Measures the steps of one request, as the sealed answer tells them.
import type { TeeStep } from '../protocol/envelope.ts';

type StepName = TeeStep['step'];

export class StepTimer {
  readonly #monotonicMs: () => number;
  readonly #steps: TeeStep[] = [];

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** In the order in which they ended. */
  get steps(): readonly TeeStep[] {
    return this.#steps;
  }

  /**
   * Runs `work` as a step over `sizeBytes` bytes; one that throws took its time too. A step in several goes is one
   * entry, where its first go ended.
   */
  measure<T>(step: StepName, sizeBytes: number, work: () => T): T {
    const startMs = this.#monotonicMs();
    try {
      return work();
    } finally {
      const durationUs = Math.max(0, Math.round((this.#monotonicMs() - startMs) * 1_000));
      const at = this.#steps.findIndex((earlier) => earlier.step === step);
      const earlier = this.#steps[at] ?? { durationUs: 0, sizeBytes: 0 };
      const whole = {
        step,
        durationUs: earlier.durationUs + durationUs,
        sizeBytes: (earlier.sizeBytes ?? 0) + sizeBytes,
      };
      this.#steps.splice(at < 0 ? this.#steps.length : at, at < 0 ? 0 : 1, whole);
    }
  }
}
