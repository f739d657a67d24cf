import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  isFiltering,
  NO_FILTER,
  toLogFilter,
  withKind,
  withLevel,
} from '../../../../../renderer/screens/activity/log-filter.ts';
import { logFilterSchema } from '../../../../../tee-sim/protocol/assessment.ts';

const zone = process.env['TZ'];
beforeAll(() => {
  process.env['TZ'] = 'Europe/Zurich';
});
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe('days', () => {
  test.each([
    ['2026-03-28', '2026-03-28', '2026-03-27T23:00:00Z', '2026-03-28T23:00:00Z'],
    // 23 hours, and 25.
    ['2026-03-29', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['2026-10-25', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['2026-12-31', '2027-01-01', '2026-12-30T23:00:00Z', '2027-01-01T23:00:00Z'],
  ])('from %s to %s are whole days of the person', (fromDay, toDay, from, before) => {
    expect(toLogFilter({ ...NO_FILTER, fromDay, toDay })).toEqual({
      fromMs: Date.parse(from),
      beforeMs: Date.parse(before),
    });
  });

  test('in the wrong order are no filter', () => {
    expect(toLogFilter({ ...NO_FILTER, fromDay: '2026-01-02', toDay: '2026-01-01' })).toBeUndefined();
  });

  test.each(['0001-01-01', '0099-12-31', '1969-12-31', '9999-12-31', '275760-09-13', '999999-12-31'])(
    '%s, half typed or far away, is something that the TEE takes',
    (day) => {
      for (const form of [{ fromDay: day }, { toDay: day }]) {
        const filter = toLogFilter({ ...NO_FILTER, ...form });
        expect(logFilterSchema.safeParse(filter).success).toBe(true);
      }
    },
  );

  test('what is no day is left out', () => {
    expect(toLogFilter({ ...NO_FILTER, fromDay: 'yesterday', toDay: '1' })).toEqual({});
  });
});

describe('kind and level', () => {
  test('are asked for only when chosen', () => {
    expect(toLogFilter(NO_FILTER)).toEqual({});
    expect(isFiltering(NO_FILTER)).toBe(false);
    const chosen = withLevel(NO_FILTER, 'Denied');
    expect(isFiltering(chosen)).toBe(true);
    expect(toLogFilter(chosen)).toEqual({ levels: ['Denied'] });
    expect(toLogFilter(withKind(NO_FILTER, 'boot'))).toEqual({ kinds: ['boot'] });
  });

  test('never ask for a level of what has none', () => {
    const denied = withLevel(NO_FILTER, 'Denied');
    expect(withKind(denied, 'boot')).toMatchObject({ kind: 'boot', level: 'any' });
    expect(withKind(denied, 'assessment')).toMatchObject({ level: 'Denied' });
    expect(withLevel(withKind(NO_FILTER, 'boot'), 'Denied')).toMatchObject({ kind: 'assessment' });
    expect(withLevel(withKind(NO_FILTER, 'boot'), 'any')).toMatchObject({ kind: 'boot' });
  });
});
