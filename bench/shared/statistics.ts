// What a bench says of its samples.

export interface Summary {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly min: number;
}

/** Nearest-rank percentile; 0 < share ≤ 1. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function summarize(samples: readonly number[]): Summary {
  return {
    count: samples.length,
    p50: round(percentile(samples, 0.5)),
    p99: round(percentile(samples, 0.99)),
    min: round(percentile(samples, Number.MIN_VALUE)),
  };
}

export function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
