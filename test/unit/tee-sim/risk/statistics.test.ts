import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSamples, medianOf, moments, standardDeviation } from '../../../../tee-sim/risk/statistics.ts';

describe('running moments', () => {
  it('are those of the textbook', () => {
    const running = moments([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(running.mean).toBeCloseTo(5);
    expect(standardDeviation(running)).toBeCloseTo(Math.sqrt(32 / 7));
  });

  it('do not depend on how the samples came', () => {
    const sample = fc.double({ min: 0, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 100 }), fc.array(sample, { maxLength: 100 }), (a, b) => {
        const together = moments([...a, ...b]);
        expect(addSamples(moments(a), b).mean).toBeCloseTo(together.mean);
      }),
    );
  });

  it('follow a person who changes', () => {
    const before = moments(new Array<number>(10_000).fill(100));
    const after = addSamples(before, new Array<number>(10_000).fill(200));
    expect(after.mean).toBeGreaterThan(190);
  });
});

describe('median', () => {
  it.each([
    [[5n], 5n],
    [[9n, 1n, 5n], 5n],
    [[4n, 1n, 3n, 2n], 2n],
  ])('of %s is %s', (values, median) => {
    expect(medianOf(values)).toBe(median);
  });

  it('of nothing is refused', () => {
    expect(() => medianOf([])).toThrow(RangeError);
  });
});
