import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PointerPath } from '../../../../renderer/behaviour/pointer.ts';
import { featuresSchema } from '../../../../tee-sim/protocol/features.ts';

describe('the pointer', () => {
  test('on a straight way has efficiency 1, and its speed', () => {
    const path = new PointerPath();
    for (let i = 0; i <= 10; i += 1) path.move({ x: i * 30, y: i * 40, timeStamp: i * 50 });
    expect(path.read()).toEqual({ pathEfficiency: 1, speedPxPerS: 1_000, moves: 11 });
  });

  test('around a corner is less efficient', () => {
    const path = new PointerPath();
    path.move({ x: 0, y: 0, timeStamp: 0 });
    path.move({ x: 30, y: 0, timeStamp: 50 });
    path.move({ x: 30, y: 40, timeStamp: 100 });
    expect(path.read().pathEfficiency).toBe(0.714);
  });

  test('that comes back after a pause has made two straight ways', () => {
    const path = new PointerPath();
    path.move({ x: 0, y: 0, timeStamp: 0 });
    path.move({ x: 100, y: 0, timeStamp: 100 });
    path.move({ x: 100, y: 0, timeStamp: 1_000 });
    path.move({ x: 0, y: 0, timeStamp: 1_100 });
    expect(path.read()).toEqual({ pathEfficiency: 1, speedPxPerS: 1_000, moves: 4 });
  });

  test('that was never moved is said not to have moved', () => {
    expect(new PointerPath().read()).toEqual({ pathEfficiency: 1, speedPxPerS: 0, moves: 0 });
  });

  test('always fits the protocol', () => {
    const position = fc.record({
      x: fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      y: fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      timeStamp: fc.double({ noNaN: true, min: 0, max: 1e9 }),
    });
    fc.assert(
      fc.property(fc.array(position, { maxLength: 50 }), (positions) => {
        const path = new PointerPath();
        for (const at of positions) path.move(at);
        expect(featuresSchema.safeParse({ pointer: path.read() }).success).toBe(true);
      }),
    );
  });
});
