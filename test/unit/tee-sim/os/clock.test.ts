import { expect, test } from 'vitest';
import { startClock } from '../../../../tee-sim/os/clock.ts';

const YEAR_MS = 365 * 86_400_000;

function machine(wallMs: number) {
  const state = { wallMs, monotonicMs: 5_000.25 };
  return { state, wallMs: () => state.wallMs, monotonicMs: () => state.monotonicMs };
}

test('TEE time is the wall clock at boot carried on by the monotonic clock', () => {
  const clocks = machine(1_000_000.7);
  const clock = startClock(clocks, 0);
  expect(clock.bootedAtMs).toBe(1_000_000);
  clocks.state.monotonicMs += 1_500.9;
  expect(clock.nowMs()).toBe(1_001_500);
});

test.each([YEAR_MS, -YEAR_MS])(
  'a wall clock that jumps by %i ms while the TEE runs moves nothing',
  (jump) => {
    const clocks = machine(50 * YEAR_MS);
    const clock = startClock(clocks, 0);
    clocks.state.wallMs += jump;
    clocks.state.monotonicMs += 10;
    expect(clock.nowMs()).toBe(50 * YEAR_MS + 10);
  },
);

test('what ends counts the later of both clocks, and does not come back when the wall clock does', () => {
  const clocks = machine(50 * YEAR_MS);
  const clock = startClock(clocks, 0);
  clocks.state.wallMs += 3_600_000;
  clocks.state.monotonicMs += 10;
  expect(clock.laterMs()).toBe(50 * YEAR_MS + 3_600_000);
  clocks.state.wallMs -= 7_200_000;
  clocks.state.monotonicMs += 5;
  expect(clock.laterMs()).toBe(50 * YEAR_MS + 3_600_005);
});

test('the QA offset moves both clocks', () => {
  const clocks = machine(1_000_000);
  const clock = startClock(clocks, 500);
  expect([clock.bootedAtMs, clock.nowMs(), clock.laterMs()]).toEqual([1_000_500, 1_000_500, 1_000_500]);
});

test.each([
  [-YEAR_MS, 0],
  [Number.MAX_SAFE_INTEGER, 8_640_000_000_000_000 - 100 * 366 * 86_400_000],
])('an offset of %i stays within the times that a message can hold', (offset, expected) => {
  expect(startClock(machine(1_000), offset).nowMs()).toBe(expected);
});
