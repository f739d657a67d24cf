import { expect, test } from 'vitest';
import { ROUTES, routeAddress, routeOf } from '../../../../renderer/app/routes.ts';

test('every screen has an address of its own that leads back to it', () => {
  expect(ROUTES.map((route) => routeOf(routeAddress(route)))).toEqual(ROUTES);
  expect(new Set(ROUTES.map(routeAddress)).size).toBe(ROUTES.length);
});

test.each(['', '#', '#/', '#/nowhere', '#/activity/../x', '#/constructor'])(
  '%j leads to the first screen',
  (hash) => {
    expect(routeOf(hash)).toBe('assess');
  },
);
