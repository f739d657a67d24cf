// Where on the gauge each level lies, by the bounds that the TEE judged a score by.
import type { Assessment, LevelBounds } from '../../tee-sim/protocol/assessment.ts';

/** Part of the scale from 0 to 100. */
export interface LevelZone {
  readonly level: Assessment['level'];
  readonly from: number;
  readonly length: number;
}

/** Left free at each end of a zone; less where it is narrow. */
const GAP = 0.9;

/** In the order of the scale; without the levels that no score below 100 has. */
export function levelZones({ enhancedFrom, maximumFrom, denyFrom }: LevelBounds): LevelZone[] {
  const spans = [
    { level: 'Standard', from: 0, to: enhancedFrom },
    { level: 'Enhanced', from: enhancedFrom, to: maximumFrom },
    { level: 'Maximum', from: maximumFrom, to: denyFrom },
    { level: 'Denied', from: denyFrom, to: 100 },
  ] as const;
  return spans
    .filter(({ from, to }) => from < to)
    .map(({ level, from, to }) => {
      const gap = Math.min(GAP, (to - from) / 4);
      return { level, from: from + gap, length: to - from - 2 * gap };
    });
}
