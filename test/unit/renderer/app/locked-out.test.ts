import { expect, test } from 'vitest';
import { lockedOutMs } from '../../../../renderer/app/locked-out.ts';
import type { TraceEntry } from '../../../../tee-sim/protocol/trace.ts';

const entry = (change: Partial<TraceEntry>): TraceEntry => ({
  layer: 2,
  check: 'lock-out',
  outcome: 'deny',
  durationUs: 1,
  ...change,
});

test.each<[string, TraceEntry[], number | undefined]>([
  ['at login', [entry({ expected: '30 s' })], 30_000],
  ['at a step-up', [entry({ layer: 4, check: 'required-level', expected: '3600 s' })], 3_600_000],
  ['a level is no time', [entry({ layer: 4, check: 'required-level', expected: 'Maximum' })], undefined],
  ['what passed locks nobody out', [entry({ outcome: 'pass', expected: '30 s' })], undefined],
  ['odd text', [entry({ expected: '1e9 s' }), entry({ expected: '-3 s' })], undefined],
  ['nothing', [], undefined],
])('how long: %s', (_name, trace, ms) => {
  expect(lockedOutMs(trace)).toBe(ms);
});
