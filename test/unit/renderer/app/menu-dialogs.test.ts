import { expect, test } from 'vitest';
import type { MenuAction } from '../../../../preload/contract.ts';
import { followMenu } from '../../../../renderer/app/menu-dialogs.ts';
import { routeOf } from '../../../../renderer/app/routes.ts';

function opened() {
  const location = { hash: '' };
  let act: ((action: MenuAction) => void) | undefined;
  let locks = 0;
  const lock = (): void => {
    locks += 1;
  };
  const listen = (listener: (action: MenuAction) => void) => {
    act = listener;
    return () => undefined;
  };
  const store = followMenu(listen, { location, lock });
  return { location, store, choose: (action: MenuAction) => act?.(action), locks: () => locks };
}

test('an action that comes before anything is rendered is not lost', () => {
  const { location, store, choose } = opened();
  choose('show-activity');
  expect(routeOf(location.hash)).toBe('activity');
  choose('about');
  expect(store.getState().dialog).toBe('about');
});

test('going to a screen closes the dialog', () => {
  const { store, choose } = opened();
  choose('shortcuts');
  choose('show-trusted');
  expect(store.getState().dialog).toBeUndefined();
});

test('locking closes the dialog and leaves the screen', () => {
  const { location, store, choose, locks } = opened();
  choose('show-activity');
  choose('about');
  choose('lock');
  expect(locks()).toBe(1);
  expect(store.getState().dialog).toBeUndefined();
  expect(routeOf(location.hash)).toBe('activity');
});
