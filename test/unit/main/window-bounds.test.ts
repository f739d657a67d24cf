import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bounds, MIN_SIZE, placeWindow } from '../../../main/window-bounds.ts';

const SIZE = { width: 1_180, height: 820 };
const FULL_HD: Bounds = { x: 0, y: 25, width: 1_920, height: 1_055 };
const LEFT_OF_IT: Bounds = { x: -1_280, y: 0, width: 1_280, height: 1_024 };

describe('placeWindow', () => {
  it('opens for the first time at its size, without a place of its own', () => {
    expect(placeWindow(undefined, [FULL_HD], SIZE)).toEqual(SIZE);
    expect(placeWindow(undefined, [], SIZE)).toEqual(SIZE);
  });

  it('shrinks the first size to a small display', () => {
    const small = { x: 0, y: 0, width: 1_024, height: 600 };
    expect(placeWindow(undefined, [small], SIZE)).toEqual({ width: 1_024, height: 600 });
  });

  it('comes back where it was', () => {
    const there = { x: 100, y: 100, width: 900, height: 700 };
    expect(placeWindow(there, [FULL_HD], SIZE)).toEqual(there);
    const onTheLeft = { x: -1_200, y: 50, width: 900, height: 700 };
    expect(placeWindow(onTheLeft, [FULL_HD, LEFT_OF_IT], SIZE)).toEqual(onTheLeft);
  });

  it('keeps its size, not its place, when that display is gone', () => {
    const onTheLeft = { x: -1_200, y: 50, width: 900, height: 700 };
    expect(placeWindow(onTheLeft, [FULL_HD], SIZE)).toEqual({ width: 900, height: 700 });
    expect(placeWindow(onTheLeft, [], SIZE)).toEqual({ width: 900, height: 700 });
  });

  it.each([
    ['over the right edge', { x: 1_900, y: 100, width: 900, height: 700 }, { x: 1_020, y: 100 }],
    ['under the top edge', { x: 100, y: -690, width: 900, height: 720 }, { x: 100, y: 25 }],
    ['over the bottom edge', { x: 100, y: 1_079, width: 900, height: 700 }, { x: 100, y: 380 }],
  ])('is pulled back from %s', (_, remembered, expected) => {
    expect(placeWindow(remembered, [FULL_HD], SIZE)).toMatchObject(expected);
  });

  it('goes to the display that it covered most', () => {
    const across = { x: -100, y: 100, width: 900, height: 700 };
    expect(placeWindow(across, [LEFT_OF_IT, FULL_HD], SIZE)).toEqual({ ...across, x: 0 });
  });

  it('is never smaller than it may be', () => {
    const tiny = { x: 10, y: 30, width: 1, height: 1 };
    expect(placeWindow(tiny, [FULL_HD], SIZE)).toEqual({ x: 10, y: 30, ...MIN_SIZE });
    expect(placeWindow({ ...tiny, x: 9_999 }, [FULL_HD], SIZE)).toEqual(MIN_SIZE);
  });

  it('always lies inside one work area, when it has a place', () => {
    const number = (min: number, max: number) => fc.integer({ min, max });
    const area = fc.record({
      x: number(-8_000, 8_000),
      y: number(-8_000, 8_000),
      width: number(MIN_SIZE.width, 8_000),
      height: number(MIN_SIZE.height, 8_000),
    });
    const bounds = fc.record({
      x: number(-32_768, 32_767),
      y: number(-32_768, 32_767),
      width: number(1, 32_767),
      height: number(1, 32_767),
    });
    fc.assert(
      fc.property(bounds, fc.array(area, { maxLength: 4 }), (remembered, areas) => {
        const placed = placeWindow(remembered, areas, SIZE);
        const fits = areas.every(({ width, height }) => placed.width <= width && placed.height <= height);
        if (!('x' in placed)) return fits;
        return areas.some(
          ({ x, y, width, height }) =>
            placed.x >= x &&
            placed.y >= y &&
            placed.x + placed.width <= x + width &&
            placed.y + placed.height <= y + height,
        );
      }),
    );
  });
});
