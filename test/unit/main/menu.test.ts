import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type MenuOptions, menuTemplate, setMenu } from '../../../main/menu.ts';
import { menuTexts } from '../../../main/menu-texts.ts';
import { menuActionSchema, menuKeys } from '../../../preload/contract.ts';
import { Menu } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

const LANGUAGES = ['en', 'zh-CN'] as const;
const PLATFORMS = ['darwin', 'win32', 'linux'] as const;
const everywhere = LANGUAGES.flatMap((language) => PLATFORMS.map((platform) => ({ language, platform })));

const show = vi.fn();
const openLink = vi.fn();

beforeEach(() => vi.clearAllMocks());

function optionsOn(platform: NodeJS.Platform, isPackaged = false): MenuOptions {
  return { platform, isPackaged, show, openLink };
}

/** Every item with something to do, from all submenus. */
function leaves(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => {
    if (Array.isArray(item.submenu) && item.submenu.length > 0) return leaves(item.submenu);
    return item.type === 'separator' ? [] : [item];
  });
}

const rolesOf = (items: MenuItemConstructorOptions[]): unknown[] =>
  leaves(items).flatMap(({ role }) => (role === undefined ? [] : [role]));

function click(item: MenuItemConstructorOptions): void {
  item.click?.({} as never, undefined, {} as never);
}

describe.each(everywhere)('the menu in $language on $platform', ({ language, platform }) => {
  const template = menuTemplate(language, optionsOn(platform));
  const items = leaves(template);

  it('names every item in its language', () => {
    const texts = Object.values(menuTexts[language]);
    for (const item of items) expect(texts).toContain(item.label);
    for (const { label } of template) expect(label?.trim()).toBeTruthy();
  });

  it('does something with every item, by a role or a click, never both', () => {
    for (const item of items) {
      expect([item.label, item.role === undefined]).toEqual([item.label, item.click !== undefined]);
    }
  });

  it('has each key once', () => {
    const keys = items.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining(Object.values(menuKeys)));
  });

  it('asks the page for every action of the contract, and for each once', () => {
    for (const item of items) click(item);
    const asked = show.mock.calls.map(([action]) => action);
    expect(asked.sort()).toEqual([...menuActionSchema.options].sort());
  });

  it('opens nothing but https links', () => {
    for (const item of items) click(item);
    expect(openLink.mock.calls.map(([url]) => new URL(url).protocol)).toEqual(['https:', 'https:']);
  });

  it('can be quit, closed, zoomed and edited with', () => {
    expect(rolesOf(template)).toEqual(
      expect.arrayContaining([
        ...['quit', 'close', 'minimize', 'undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'],
        ...['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'],
      ]),
    );
  });

  it('has tools for developers only where the app is not packaged', () => {
    const developers = ['reload', 'forceReload', 'toggleDevTools'];
    const has = (isPackaged: boolean): unknown[] =>
      rolesOf(menuTemplate(language, optionsOn(platform, isPackaged))).filter((role) =>
        developers.includes(String(role)),
      );
    expect(has(false)).toEqual(['reload', 'toggleDevTools']);
    expect(has(true)).toEqual([]);
  });
});

it('has the app menu first on a Mac, with About, and no Alt letters', () => {
  const [first, ...rest] = menuTemplate('zh-CN', optionsOn('darwin'));
  expect(first?.label).toBe('AirAccount');
  expect(rolesOf([first ?? {}])).toEqual(['services', 'hide', 'hideOthers', 'unhide', 'quit']);
  expect(rest.map(({ label }) => label)).toEqual(['文件', '编辑', '视图', '窗口', '帮助']);
});

it('opens its menus with Alt and a letter elsewhere', () => {
  const labels = (language: 'en' | 'zh-CN'): unknown[] =>
    menuTemplate(language, optionsOn('win32')).map(({ label }) => label);
  expect(labels('en')).toEqual(['&File', '&Edit', '&View', '&Window', '&Help']);
  expect(labels('zh-CN')).toEqual(['文件(&F)', '编辑(&E)', '视图(&V)', '窗口(&W)', '帮助(&H)']);
});

it('becomes the application menu', () => {
  setMenu('en', optionsOn('linux'));
  expect(Menu.setApplicationMenu).toHaveBeenCalledOnce();
  const labels = Menu.setApplicationMenu.mock.calls[0]?.[0].template.map(({ label }) => label);
  expect(labels).toEqual(['&File', '&Edit', '&View', '&Window', '&Help']);
});
