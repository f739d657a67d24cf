// The application menu: roles where Electron has them; what the page shows goes to it as one event.
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { type Language, type MenuAction, menuKeys } from '../preload/contract.ts';
import { type MenuTexts, menuTexts } from './menu-texts.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** An installed app has no tools for developers. */
  readonly isPackaged: boolean;
  /** Brings something of the page before the person. */
  readonly show: (action: MenuAction) => void;
  readonly openLink: (url: string) => void;
}

type Item = MenuItemConstructorOptions;
type Role = NonNullable<Item['role']>;

const SEPARATOR: Item = { type: 'separator' };
const LINKS = {
  globalPlatform: 'https://globalplatform.org/specs-library/',
  eips: 'https://eips.ethereum.org/',
} as const;

export function setMenu(language: Language, options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(language, options)));
}

export function menuTemplate(language: Language, options: MenuOptions): Item[] {
  const texts = menuTexts[language];
  const isMac = options.platform === 'darwin';
  const title = (name: keyof MenuTexts, key: string): string =>
    isMac ? texts[name] : withMnemonic(texts[name], key);
  return [
    ...(isMac ? [appMenu(texts, options)] : []),
    { label: title('file', 'F'), submenu: fileMenu(texts, options) },
    { label: title('edit', 'E'), submenu: editMenu(texts) },
    { label: title('view', 'V'), submenu: viewMenu(texts, options) },
    { label: title('window', 'W'), role: 'window', submenu: windowMenu(texts, isMac) },
    { label: title('help', 'H'), role: 'help', submenu: helpMenu(texts, options) },
  ];
}

/** What a Mac expects under the app's own name. */
function appMenu(texts: MenuTexts, options: MenuOptions): Item {
  return {
    label: 'AirAccount',
    submenu: [
      action(texts, options, 'about', 'about'),
      SEPARATOR,
      { ...role(texts, 'services'), submenu: [] },
      SEPARATOR,
      role(texts, 'hide'),
      role(texts, 'hideOthers'),
      role(texts, 'unhide'),
      SEPARATOR,
      role(texts, 'quit'),
    ],
  };
}

function fileMenu(texts: MenuTexts, options: MenuOptions): Item[] {
  const end = options.platform === 'darwin' ? role(texts, 'close') : role(texts, 'quit');
  return [action(texts, options, 'lock', 'lock'), SEPARATOR, end];
}

function editMenu(texts: MenuTexts): Item[] {
  return [
    role(texts, 'undo'),
    role(texts, 'redo'),
    SEPARATOR,
    role(texts, 'cut'),
    role(texts, 'copy'),
    role(texts, 'paste'),
    role(texts, 'delete'),
    SEPARATOR,
    role(texts, 'selectAll'),
  ];
}

function viewMenu(texts: MenuTexts, options: MenuOptions): Item[] {
  const forDevelopers = [SEPARATOR, role(texts, 'reload'), role(texts, 'devTools', 'toggleDevTools')];
  return [
    action(texts, options, 'wallets', 'show-wallets'),
    action(texts, options, 'send', 'show-send'),
    action(texts, options, 'sign', 'show-sign'),
    action(texts, options, 'history', 'show-history'),
    action(texts, options, 'contacts', 'show-contacts'),
    action(texts, options, 'assess', 'show-assess'),
    action(texts, options, 'activity', 'show-activity'),
    action(texts, options, 'trusted', 'show-trusted'),
    action(texts, options, 'security', 'show-security'),
    action(texts, options, 'networks', 'show-networks'),
    SEPARATOR,
    role(texts, 'resetZoom'),
    role(texts, 'zoomIn'),
    // The same key without Shift, where + is above =.
    { ...role(texts, 'zoomIn'), accelerator: 'CmdOrCtrl+=', visible: false },
    role(texts, 'zoomOut'),
    SEPARATOR,
    role(texts, 'fullScreen', 'togglefullscreen'),
    ...(options.isPackaged ? [] : forDevelopers),
  ];
}

function windowMenu(texts: MenuTexts, isMac: boolean): Item[] {
  if (!isMac) return [role(texts, 'minimize'), role(texts, 'close')];
  return [role(texts, 'minimize'), role(texts, 'zoom'), SEPARATOR, role(texts, 'front')];
}

function helpMenu(texts: MenuTexts, options: MenuOptions): Item[] {
  const link = (name: keyof typeof LINKS): Item => ({
    label: texts[name],
    click: () => options.openLink(LINKS[name]),
  });
  const about = [SEPARATOR, action(texts, options, 'about', 'about')];
  return [
    action(texts, options, 'shortcuts', 'shortcuts'),
    SEPARATOR,
    link('globalPlatform'),
    link('eips'),
    ...(options.platform === 'darwin' ? [] : about),
  ];
}

/** `name` is the role, unless the role has a name that no text has. */
function role<N extends keyof MenuTexts>(
  texts: MenuTexts,
  name: N,
  ...[named]: N extends Role ? [] : [Role]
): Item {
  return { label: texts[name], role: named ?? (name as Role) };
}

function action(texts: MenuTexts, options: MenuOptions, name: keyof MenuTexts, shows: MenuAction): Item {
  const accelerator = Object.hasOwn(menuKeys, shows) ? menuKeys[shows as keyof typeof menuKeys] : undefined;
  const click = (): void => options.show(shows);
  return { label: texts[name], click, ...(accelerator === undefined ? {} : { accelerator }) };
}

/** `&` marks the letter that opens the menu with Alt; where the word has no such letter, it stands behind. */
function withMnemonic(label: string, key: string): string {
  return label.includes(key) ? label.replace(key, `&${key}`) : `${label}(&${key})`;
}
