import { describe, expect, test } from 'vitest';
import { menuActionSchema, menuKeys } from '../../../../preload/contract.ts';
import {
  actionOfKey,
  keyText,
  performMenuAction,
  SHORTCUT_ACTIONS,
} from '../../../../renderer/app/menu-actions.ts';
import { ROUTES, routeOf } from '../../../../renderer/app/routes.ts';

const key = (name: string, change: Partial<KeyboardEvent> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
});

describe('a menu action', () => {
  test('goes to its screen, or names its dialog', () => {
    const shown = menuActionSchema.options.map((action) => {
      const location = { hash: '' };
      return performMenuAction(action, location) ?? routeOf(location.hash);
    });
    expect(new Set(shown)).toEqual(new Set(['about', 'shortcuts', ...ROUTES]));
  });
});

describe('the keys of the menu', () => {
  test('work in the page too', () => {
    expect(actionOfKey(key('2', { ctrlKey: true }), false)).toBe('show-activity');
    expect(actionOfKey(key('2', { metaKey: true }), true)).toBe('show-activity');
    expect(actionOfKey(key('F1'), false)).toBe('shortcuts');
  });

  test.each([
    ['2', {}],
    ['2', { metaKey: true }],
    ['2', { ctrlKey: true, altKey: true }],
    ['2', { ctrlKey: true, shiftKey: true }],
    ['9', { ctrlKey: true }],
    ['F1', { ctrlKey: true }],
  ])('%s with %j is none', (name, change) => {
    expect(actionOfKey(key(name, change), false)).toBeUndefined();
  });

  test('are written as each system writes them', () => {
    expect(SHORTCUT_ACTIONS.map((action) => keyText(action, false))).toEqual([
      'Ctrl + 1',
      'Ctrl + 2',
      'Ctrl + 3',
      'F1',
    ]);
    expect(keyText('show-assess', true)).toBe('⌘ 1');
    expect(Object.keys(menuKeys)).toEqual(SHORTCUT_ACTIONS);
  });
});
