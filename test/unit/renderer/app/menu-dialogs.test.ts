import { expect, test } from 'vitest';
import type { MenuAction } from '../../../../preload/contract.ts';
import { followMenu } from '../../../../renderer/app/menu-dialogs.ts';
import { routeOf } from '../../../../renderer/app/routes.ts';

function opened() {
  const location = { hash: '' };
  let act: ((action: MenuAction) => void) | undefined;
  const store = followMenu((listener) => {
    act = listener;
    return () => undefined;
  }, location);
  return { location, store, choose: (action: MenuAction) => act?.(action) };
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
