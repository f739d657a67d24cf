import { expect, test } from 'vitest';
import { StepTimer } from '../../../../tee-sim/os/steps.ts';

test('measures what is run, in whole microseconds, and gives its value', () => {
  const times = [10, 12.3456, 20, 20.5];
  const timer = new StepTimer(() => times.shift() ?? 0);
  expect(timer.measure('open', 100, () => 'value')).toBe('value');
  timer.measure('store', 7, () => undefined);
  expect(timer.steps).toEqual([
    { step: 'open', durationUs: 2_346, sizeBytes: 100 },
    { step: 'store', durationUs: 500, sizeBytes: 7 },
  ]);
});

test('a step that throws is recorded, and throws on', () => {
  const timer = new StepTimer(() => 1);
  expect(() =>
    timer.measure('open', 3, () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(timer.steps).toEqual([{ step: 'open', durationUs: 0, sizeBytes: 3 }]);
});

test('is never negative', () => {
  const times = [10, 9];
  const timer = new StepTimer(() => times.shift() ?? 0);
  timer.measure('open', 1, () => undefined);
  expect(timer.steps[0]?.durationUs).toBe(0);
});
