import { describe, expect, it } from 'vitest';
import {
  isWithin,
  localTime,
  localTimeText,
  windowText,
} from '../../../../tee-sim/authorization/access-window.ts';
import { presetPermissions, timeWindowSchema } from '../../../../tee-sim/protocol/clients.ts';

const at = (iso: string) => Date.parse(iso);
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

function within(timeZone: string, from: number, to: number, iso: string, weekDays = EVERY_DAY): boolean {
  const window = { timeZone, weekDays, fromMinute: from, toMinute: to };
  return isWithin(timeWindowSchema.parse(window), localTime(timeZone, at(iso)));
}

describe('the hours', () => {
  it.each([
    ['2027-01-15T08:59:59.999Z', false],
    ['2027-01-15T09:00:00Z', true],
    ['2027-01-15T17:59:59.999Z', true],
    ['2027-01-15T18:00:00Z', false],
  ])('begin at the first minute and end before the last: %s is %s', (iso, expected) => {
    expect(within('UTC', 9 * 60, 18 * 60, iso)).toBe(expected);
  });

  it.each([
    ['2027-01-15T00:00:00Z', 0, 1, true],
    ['2027-01-15T23:59:59.999Z', 0, 1, false],
    ['2027-01-15T23:59:59.999Z', 1_439, 1_440, true],
    ['2027-01-16T00:00:00Z', 1_439, 1_440, false],
  ])('at midnight: %s in [%s, %s) is %s', (iso, from, to, expected) => {
    expect(within('UTC', from, to, iso)).toBe(expected);
  });

  it('belong to the day that the zone has, not the one in UTC', () => {
    // Friday 23:30 in UTC is Saturday 07:30 in Shanghai.
    const weekdays = [1, 2, 3, 4, 5];
    expect(within('UTC', 0, 1_440, '2027-01-15T23:30:00Z', weekdays)).toBe(true);
    expect(within('Asia/Shanghai', 0, 1_440, '2027-01-15T23:30:00Z', weekdays)).toBe(false);
  });

  it('know zones of half and quarter hours', () => {
    expect(localTimeText(localTime('Asia/Kathmandu', at('2027-01-15T00:00:00Z')))).toBe('5 05:45');
  });
});

describe('summer time', () => {
  it('does not move business hours: the same hour in UTC is inside in summer and outside in winter', () => {
    expect(within('Europe/Berlin', 9 * 60, 18 * 60, '2027-07-15T07:30:00Z')).toBe(true);
    expect(within('Europe/Berlin', 9 * 60, 18 * 60, '2027-01-15T07:30:00Z')).toBe(false);
  });

  it('leaves an hour out in spring: who may from 02:00 to 03:00 may not at all', () => {
    // Berlin, 2027-03-28: 01:59 is followed by 03:00.
    const minutes = [0, 30, 59, 60, 90, 119].map((m) => at('2027-03-28T00:00:00Z') + m * 60_000);
    expect(minutes.map((ms) => localTimeText(localTime('Europe/Berlin', ms)))).toEqual([
      '7 01:00',
      '7 01:30',
      '7 01:59',
      '7 03:00',
      '7 03:30',
      '7 03:59',
    ]);
    for (const ms of minutes)
      expect(within('Europe/Berlin', 120, 180, new Date(ms).toISOString())).toBe(false);
  });

  it('has an hour twice in autumn, and both count', () => {
    for (const iso of ['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z']) {
      expect(within('Europe/Berlin', 120, 180, iso)).toBe(true);
    }
    expect(within('Europe/Berlin', 120, 180, '2027-10-31T02:30:00Z')).toBe(false);
  });
});

it('refuses what is no window', () => {
  const window = { timeZone: 'UTC', weekDays: [1], fromMinute: 0, toMinute: 1 };
  expect(timeWindowSchema.safeParse(window).success).toBe(true);
  for (const change of [
    { timeZone: 'Mars/Olympus' },
    { weekDays: [] },
    { weekDays: [0] },
    { fromMinute: 60, toMinute: 60 },
    { toMinute: 1_441 },
  ]) {
    expect(timeWindowSchema.safeParse({ ...window, ...change }).success).toBe(false);
  }
});

it("says a window in words that need no language, S2's business hours for one", () => {
  const { accessTimeWindow } = presetPermissions('read-only', 'Asia/Shanghai');
  expect(accessTimeWindow && windowText(accessTimeWindow)).toBe('1,2,3,4,5 09:00-18:00 Asia/Shanghai');
});
