import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  KEPT_PAGES,
  keepNear,
  PAGE_ROWS,
  pageOf,
  pageQuery,
  STRETCH_ROWS,
  stretchOf,
} from '../../../../../renderer/screens/activity/log-pages.ts';

describe('pages', () => {
  test('hold 50 ids each, from 1', () => {
    expect([1, 50, 51, 100, 101].map(pageOf)).toEqual([0, 0, 1, 1, 2]);
  });

  test('are asked for by the id above their newest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 45 }), (id) => {
        const { beforeId, limit } = pageQuery(pageOf(id));
        expect(id).toBeLessThan(beforeId);
        expect(id).toBeGreaterThanOrEqual(beforeId - limit);
        expect(pageOf(beforeId)).toBe(pageOf(id) + 1);
      }),
    );
  });

  test('that are far from view are forgotten', () => {
    let pages: Record<number, string> = {};
    for (let page = 0; page < 500; page += 1) pages = keepNear({ ...pages, [page]: 'rows' }, page);
    expect(Object.keys(pages)).toHaveLength(KEPT_PAGES);
    expect(pages[499]).toBe('rows');
    expect(pages[0]).toBeUndefined();
  });
});

describe('stretches', () => {
  test('reach from the newest row, or from the one asked for, downwards', () => {
    expect(stretchOf(0, undefined)).toEqual({ top: 0, rows: 0 });
    expect(stretchOf(7, undefined)).toEqual({ top: 7, rows: 7 });
    expect(stretchOf(1_000_000, undefined)).toEqual({ top: 1_000_000, rows: STRETCH_ROWS });
    expect(stretchOf(1_000_000, 120)).toEqual({ top: 120, rows: 120 });
    expect(stretchOf(10, 400)).toEqual({ top: 10, rows: 10 });
  });

  test('cover a million rows without gap or overlap', () => {
    let topId: number | undefined = 1_000_000;
    let covered = 0;
    while (topId > 0) {
      const { top, rows } = stretchOf(1_000_000, topId);
      covered += rows;
      topId = top - rows;
    }
    expect(covered).toBe(1_000_000);
  });

  test('stay within what a browser can lay out at 200 % zoom', () => {
    expect(STRETCH_ROWS * 48 * 2).toBeLessThan(2 ** 31 / 64);
    expect(STRETCH_ROWS % PAGE_ROWS).toBe(0);
  });
});
