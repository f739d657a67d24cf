import { expect, test } from 'vitest';
import { createFormat } from '../../../../renderer/i18n/format.ts';
import { hasTellingValues, traceValue } from '../../../../renderer/i18n/trace-value.ts';
import { traceLayers } from '../../../../renderer/ui/trace-layers.ts';
import type { Trace, TraceEntry } from '../../../../tee-sim/protocol/trace.ts';

const DENIED: Trace = [
  { layer: 1, check: 'client-registered', outcome: 'pass', durationUs: 3 },
  { layer: 1, check: 'binary-hash', outcome: 'pass', durationUs: 4 },
  { layer: 3, check: 'wallet-binding', outcome: 'pass', durationUs: 5 },
  { layer: 3, check: 'transaction-limit', outcome: 'deny', durationUs: 6 },
  { layer: 4, check: 'risk-score', outcome: 'not-reached', durationUs: 0 },
];

test('each layer has its checks in order, what became of it, and how long it took', () => {
  const layers = traceLayers(DENIED);
  expect(layers.map(({ layer, outcome, durationUs }) => [layer, outcome, durationUs])).toEqual([
    [1, 'pass', 7],
    [2, 'not-asked', 0],
    [3, 'deny', 11],
    [4, 'not-reached', 0],
  ]);
  expect(layers[2]?.entries.map(({ entry }) => entry.check)).toEqual(['wallet-binding', 'transaction-limit']);
});

test('a check that is made twice keeps both places', () => {
  const twice = [DENIED[0], DENIED[0]].filter((entry) => entry !== undefined);
  expect(traceLayers(twice)[0]?.entries.map(({ place }) => place)).toEqual([0, 1]);
});

test.each([
  ['transaction-limit', 'deny', '<= 500000000000000000', '≤ 0.5 ETH'],
  ['daily-limit', 'pass', '1000000000000000001', '1.000000000000000001 ETH'],
  ['risk-score', 'pass', '< 85', '< 85'],
  ['permission', 'deny', 'READ, SIGN', 'READ, SIGN'],
  ['binary-hash', 'deny', 'ab'.repeat(32), 'ab'.repeat(32)],
] as const)('%s that says %s shows %s as %s', (check, outcome, text, shown) => {
  const entry: TraceEntry = { layer: 1, check, outcome, durationUs: 0 };
  expect(traceValue(createFormat('en'), entry, text)).toBe(shown);
});

test.each<[boolean, Pick<TraceEntry, 'outcome' | 'expected' | 'actual'>]>([
  [true, { outcome: 'pass', expected: '< 85', actual: '12' }],
  [false, { outcome: 'pass' }],
  [false, { outcome: 'pass', expected: 'ab'.repeat(32), actual: 'ab'.repeat(32) }],
  [true, { outcome: 'deny', expected: 'ab'.repeat(32), actual: 'cd'.repeat(32) }],
  [false, { outcome: 'deny' }],
])('values are shown where they tell something: %s for %o', (shown, values) => {
  expect(hasTellingValues({ layer: 1, check: 'binary-hash', durationUs: 0, ...values })).toBe(shown);
});
