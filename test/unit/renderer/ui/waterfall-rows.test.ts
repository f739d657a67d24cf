import { expect, test } from 'vitest';
import { waterfallRows } from '../../../../renderer/ui/waterfall-rows.ts';
import type { ExchangeStep } from '../../../../tee-sim/client/exchange.ts';

const step = (durationUs: number): ExchangeStep => ({ side: 'client', step: 'session-key', durationUs });

test('each step begins where the one before ended, and the last ends at the end', () => {
  const rows = waterfallRows({ steps: [step(10), step(0), step(30), step(60)] });
  expect(rows.map(({ start, width }) => [start, width])).toEqual([
    [0, 0.1],
    [0.1, 0],
    [0.1, 0.3],
    [0.4, 0.6],
  ]);
});

test('steps too short to measure, and none at all, divide nothing by zero', () => {
  expect(waterfallRows({ steps: [step(0), step(0)] }).map(({ start, width }) => start + width)).toEqual([
    0, 0,
  ]);
  expect(waterfallRows({ steps: [] })).toEqual([]);
});
