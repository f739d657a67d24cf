// Contenders that take turns, so that their ratio holds on a busy machine too. `--quick`: a fifth of the time.
import { percentile, round } from './statistics.ts';

const SLICES = 10;
const SLICE_MS = process.argv.includes('--quick') ? 6 : 30;

export interface Figures {
  readonly opsPerS: number;
  readonly p50Us: number;
}

/** Runs the contenders in turn, a slice of time each, after one slice to warm up; at least one call per slice. */
export function race<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
): Record<Name, Figures> {
  const names = Object.keys(contenders) as Name[];
  const samplesUs = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let slice = 0; slice <= SLICES; slice += 1) {
    for (const name of names) {
      const until = performance.now() + SLICE_MS;
      do {
        const start = performance.now();
        contenders[name]();
        if (slice > 0) samplesUs.get(name)?.push((performance.now() - start) * 1_000);
      } while (performance.now() < until);
    }
  }
  const figures = names.map((name) => [name, summarize(samplesUs.get(name) ?? [])] as const);
  return Object.fromEntries(figures) as Record<Name, Figures>;
}

function summarize(samplesUs: readonly number[]): Figures {
  const totalUs = samplesUs.reduce((sum, sample) => sum + sample, 0);
  return {
    opsPerS: Math.round((samplesUs.length / totalUs) * 1e6),
    p50Us: round(percentile(samplesUs, 0.5)),
  };
}
