// An exchange's steps laid out one after the other on one time axis. Pure.
import type { Exchange, ExchangeStep } from '../../tee-sim/client/exchange.ts';

export interface WaterfallRow {
  readonly step: ExchangeStep;
  /** Start and width as shares of the whole, 0–1. */
  readonly start: number;
  readonly width: number;
}

/** Steps are sequential: each begins where the one before ended. */
export function waterfallRows({ steps }: Pick<Exchange, 'steps'>): readonly WaterfallRow[] {
  const totalUs = steps.reduce((sum, step) => sum + step.durationUs, 0);
  let elapsedUs = 0;
  return steps.map((step) => {
    const start = totalUs === 0 ? 0 : elapsedUs / totalUs;
    elapsedUs += step.durationUs;
    return { step, start, width: totalUs === 0 ? 0 : step.durationUs / totalUs };
  });
}
