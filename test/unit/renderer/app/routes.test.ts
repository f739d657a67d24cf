import { expect, test } from 'vitest';
import {
  parameterOf,
  ROUTES,
  routeAddress,
  routeOf,
  withoutParameter,
} from '../../../../renderer/app/routes.ts';

test('every screen has an address of its own that leads back to it', () => {
  const addresses = ROUTES.map((route) => routeAddress(route));
  expect(addresses.map(routeOf)).toEqual(ROUTES);
  expect(new Set(addresses).size).toBe(ROUTES.length);
});

test.each(['', '#', '#/', '#/nowhere', '#/activity/../x', '#/constructor', '#?x=#/security'])(
  '%j leads to the first screen',
  (hash) => {
    expect(routeOf(hash)).toBe('wallets');
  },
);

test('an address says more than its screen, and none of it changes which', () => {
  const address = routeAddress('wallets', { wallet: 'a&b=c#?', account: undefined });
  expect(routeOf(address)).toBe('wallets');
  expect(parameterOf(address, 'wallet')).toBe('a&b=c#?');
  expect(parameterOf(address, 'account')).toBeUndefined();
  expect(parameterOf('#/wallets', 'wallet')).toBeUndefined();
  expect(routeAddress('security', { section: undefined })).toBe('#/security');
});

test('an address loses one parameter, and nothing else', () => {
  const address = routeAddress('history', { wallet: 'a&b=c#?', number: '3' });
  expect(withoutParameter(address, 'number')).toBe(routeAddress('history', { wallet: 'a&b=c#?' }));
  expect(withoutParameter(address, 'wallet')).toBe('#/history?number=3');
  expect(withoutParameter('#/history?number=3', 'number')).toBe('#/history');
  expect(withoutParameter('#/history', 'number')).toBe('#/history');
});
