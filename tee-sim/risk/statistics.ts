// The few statistics the risk rules need: running mean and spread, median of integers.
import { z } from '../protocol/schema.ts';

/** Old samples fade once so many were seen, so that a baseline follows a person who changes. */
const MAX_WEIGHT = 2_000;

/** Welford's running moments: `m2` is the sum of squared distances from the mean. */
export const runningSchema = z.strictObject({
  count: z.number().min(0),
  mean: z.number(),
  m2: z.number().min(0),
});
export type Running = z.output<typeof runningSchema>;

/** `mean' = mean + (x − mean)/n`, `m2' = m2 + (x − mean)(x − mean')`, n capped at 2,000. */
export function addSamples(running: Running, samples: readonly number[]): Running {
  let { count, mean, m2 } = running;
  for (const sample of samples) {
    if (count >= MAX_WEIGHT) m2 *= (MAX_WEIGHT - 1) / MAX_WEIGHT;
    count = Math.min(count + 1, MAX_WEIGHT);
    const distance = sample - mean;
    mean += distance / count;
    m2 += distance * (sample - mean);
  }
  return { count, mean, m2 };
}

export function standardDeviation({ count, m2 }: Running): number {
  return count < 2 ? 0 : Math.sqrt(m2 / (count - 1));
}

/** Moments of one sample on its own. */
export function moments(samples: readonly number[]): Running {
  return addSamples({ count: 0, mean: 0, m2: 0 }, samples);
}

/** The lower median. @throws RangeError of nothing */
export function medianOf(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError('median of nothing');
  return middle;
}
