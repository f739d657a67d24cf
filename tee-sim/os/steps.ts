// Measures the steps of one request, as the sealed answer tells them.
import type { TeeStep } from '../protocol/envelope.ts';

export type StepName = TeeStep['step'];

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
      this.add(step, microseconds(this.#monotonicMs() - startMs), sizeBytes);
    }
  }

  add(step: StepName, durationUs: number, sizeBytes?: number): void {
    this.#steps.push({ step, durationUs, sizeBytes });
  }
}

export function microseconds(durationMs: number): number {
  return Math.max(0, Math.round(durationMs * 1_000));
}
