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

  /** Runs `work` as a step over `sizeBytes` bytes; one that throws took its time too. */
  measure<T>(step: StepName, sizeBytes: number, work: () => T): T {
    const startMs = this.#monotonicMs();
    try {
      return work();
    } finally {
      const durationUs = Math.max(0, Math.round((this.#monotonicMs() - startMs) * 1_000));
      this.#steps.push({ step, durationUs, sizeBytes });
    }
  }
}
