import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelZones } from '../../../../renderer/ui/level-zones.ts';
import { levelOf } from '../../../../tee-sim/risk/assess.ts';

const levels = (enhancedFrom: number, maximumFrom: number, denyFrom: number) =>
  levelZones({ enhancedFrom, maximumFrom, denyFrom }).map(({ level }) => level);

test('a level that no score has takes no place', () => {
  expect(levels(30, 60, 85)).toEqual(['Standard', 'Enhanced', 'Maximum', 'Denied']);
  expect(levels(1, 1, 50)).toEqual(['Standard', 'Maximum', 'Denied']);
  expect(levels(40, 40, 100)).toEqual(['Standard', 'Maximum']);
});

test('zones follow the bounds: every score below 100 lies in the zone of its level, and none overlap', () => {
  const bound = fc.integer({ min: 1, max: 100 });
  const bounds = fc
    .tuple(bound, bound, bound)
    .map((three) => three.toSorted((a, b) => a - b))
    .map(([enhancedFrom = 0, maximumFrom = 0, denyFrom = 0]) => ({ enhancedFrom, maximumFrom, denyFrom }));
  fc.assert(
    fc.property(bounds, fc.nat(99), (of, score) => {
      const zones = levelZones(of);
      let end = 0;
      for (const { from, length } of zones) {
        expect(from).toBeGreaterThan(end);
        expect(length).toBeGreaterThan(0);
        end = from + length;
      }
      expect(end).toBeLessThan(100);
      const zone = zones.find(({ level }) => level === levelOf(score, of));
      expect(zone?.from).toBeLessThan(score + 1);
      expect((zone?.from ?? 0) + (zone?.length ?? 0) + 0.9).toBeGreaterThan(score);
    }),
  );
});
