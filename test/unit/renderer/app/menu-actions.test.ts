import { describe, expect, test } from 'vitest';
import { menuActionSchema, menuKeys } from '../../../../preload/contract.ts';
import { keyText, performMenuAction, SHORTCUT_ACTIONS } from '../../../../renderer/app/menu-actions.ts';
import { ROUTES, routeOf } from '../../../../renderer/app/routes.ts';

describe('a menu action', () => {
  test('goes to its screen, locks, or names its dialog', () => {
    const shown = menuActionSchema.options.map((action) => {
      const location = { hash: '' };
      let locked = false;
      const lock = (): void => {
        locked = true;
      };
      const dialog = performMenuAction(action, { location, lock });
      return locked ? 'locked' : (dialog ?? routeOf(location.hash));
    });
    expect(shown.toSorted()).toEqual(['about', 'locked', 'shortcuts', ...ROUTES].toSorted());
  });
});

describe('the keys of the menu', () => {
  test('are written as each system writes them', () => {
    expect(SHORTCUT_ACTIONS.map((action) => keyText(action, false))).toEqual([
      'Ctrl + 1',
      'Ctrl + 2',
      'Ctrl + 3',
      'Ctrl + 4',
      'Ctrl + 5',
      'Ctrl + 6',
      'Ctrl + 7',
      'Ctrl + 8',
      'Ctrl + 9',
      'Ctrl + ,',
      'Ctrl + L',
      'F1',
    ]);
    expect(keyText('show-wallets', true)).toBe('⌘ 1');
    expect(Object.keys(menuKeys)).toEqual(SHORTCUT_ACTIONS);
  });
});
