import { expect, it } from 'vitest';
import { TokenBucket } from '../../../../main/networks/token-bucket.ts';
import { ALWAYS } from '../../../helpers/network-fixture.ts';

function bucket(): { bucket: TokenBucket; at: (ms: number) => void } {
  let now = 0;
  return {
    bucket: new TokenBucket({ perSecond: 10, burst: 5 }, () => now),
    at: (ms) => {
      now = ms;
    },
  };
}

it('lets a burst through, then one in each tenth of a second, in order', () => {
  const { bucket: one } = bucket();
  expect([1, 2, 3, 4, 5].map(() => one.reserve(1))).toEqual([0, 0, 0, 0, 0]);
  expect([one.reserve(1), one.reserve(1), one.reserve(3)]).toEqual([100, 200, 500]);
});

it('fills up again, but never beyond its burst', () => {
  const { bucket: one, at } = bucket();
  one.reserve(5);
  at(300);
  expect([one.reserve(3), one.reserve(1)]).toEqual([0, 100]);
  at(3_600_000);
  expect([one.reserve(5), one.reserve(1)]).toEqual([0, 100]);
});

it('leaves an endpoint alone for as long as it asked', () => {
  const { bucket: one } = bucket();
  one.pause(2_000);
  expect(one.reserve(1)).toBe(2_100);
});

it('refuses who would wait for more than a minute, and makes nobody wait for that', async () => {
  const { bucket: one } = bucket();
  one.reserve(5);
  const flood = Array.from({ length: 100 }, () => one.take(601, ALWAYS));
  const refused = await Promise.allSettled(flood);
  expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
  await expect(one.take(601, ALWAYS)).rejects.toMatchObject({ reason: 'rate-limited' });
  expect(one.reserve(1)).toBe(100);
});

it('gives back what a cancelled waiter had taken', async () => {
  const { bucket: one } = bucket();
  one.reserve(5);
  await expect(one.take(50, AbortSignal.abort())).rejects.toMatchObject({ reason: 'cancelled' });
  expect(one.reserve(1)).toBe(100);
});
