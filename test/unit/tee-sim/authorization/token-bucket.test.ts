import { expect, it } from 'vitest';
import { TokenBuckets } from '../../../../tee-sim/authorization/token-bucket.ts';

const RATE = { requests: 3, perMs: 60_000 };

function bucketsAt() {
  const clock = { ms: 1_000 };
  return { clock, buckets: new TokenBuckets(() => clock.ms) };
}
const takes = (buckets: TokenBuckets, times: number, rate = RATE) =>
  Array.from({ length: times }, () => buckets.take('a', rate));

it('gives so many at once, then one whenever one is refilled', () => {
  const { clock, buckets } = bucketsAt();
  expect(takes(buckets, 5)).toEqual([true, true, true, false, false]);
  clock.ms += 19_999;
  expect(takes(buckets, 1)).toEqual([false]);
  clock.ms += 1;
  expect(takes(buckets, 2)).toEqual([true, false]);
});

it('never holds more than its size, however long nobody asks', () => {
  const { clock, buckets } = bucketsAt();
  takes(buckets, 1);
  clock.ms += 86_400_000;
  expect(takes(buckets, 4)).toEqual([true, true, true, false]);
});

it('gives nothing for a clock that steps back and forth', () => {
  const { clock, buckets } = bucketsAt();
  takes(buckets, 3);
  for (let i = 0; i < 10; i += 1) {
    clock.ms -= 30_000;
    expect(takes(buckets, 1)).toEqual([false]);
    clock.ms += 30_000;
    expect(takes(buckets, 1)).toEqual([false]);
  }
});

it('follows a limit that was made smaller', () => {
  const { buckets } = bucketsAt();
  takes(buckets, 1);
  expect(takes(buckets, 2, { requests: 1, perMs: 60_000 })).toEqual([true, false]);
});

it('keeps clients apart, and is bounded in number', () => {
  const { buckets } = bucketsAt();
  takes(buckets, 3);
  expect(buckets.take('b', RATE)).toBe(true);
  for (let i = 0; i < 5_000; i += 1) buckets.take(`flood ${i}`, RATE);
  expect(buckets.size).toBe(2_048);
});

it('keeps those in use when there are too many', () => {
  const { buckets } = bucketsAt();
  takes(buckets, 4);
  for (let i = 0; i < 5_000; i += 1) {
    buckets.take(`flood ${i}`, RATE);
    expect(buckets.take('a', RATE)).toBe(false);
  }
});
