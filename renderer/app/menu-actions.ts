// What the application menu can ask for, and the same keys in the page, for hosts that have no menu.
import { type MenuAction, menuKeys } from '../../preload/contract.ts';
import { routeAddress } from './routes.ts';

export type ShortcutAction = keyof typeof menuKeys;
export type AppDialog = Extract<MenuAction, 'about' | 'shortcuts'>;

export const SHORTCUT_ACTIONS = Object.keys(menuKeys) as readonly ShortcutAction[];

/** The part of a KeyboardEvent that is looked at. */
interface Chord {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Goes to a screen, or names the dialog to open. */
export function performMenuAction(action: MenuAction, location: { hash: string }): AppDialog | undefined {
  switch (action) {
    case 'show-assess':
      location.hash = routeAddress('assess');
      return undefined;
    case 'show-activity':
      location.hash = routeAddress('activity');
      return undefined;
    case 'show-trusted':
      location.hash = routeAddress('trusted');
      return undefined;
    case 'about':
    case 'shortcuts':
      return action;
  }
}

/** The action whose key this is. `CmdOrCtrl` is ⌘ on a Mac, else Ctrl. */
export function actionOfKey(event: Chord, isMac: boolean): ShortcutAction | undefined {
  if (event.altKey || event.shiftKey) return undefined;
  return SHORTCUT_ACTIONS.find((action) => {
    const { command, key } = partsOf(menuKeys[action]);
    const pressed = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    const free = !event.ctrlKey && !event.metaKey;
    return event.key === key && (command ? pressed : free);
  });
}

/** How the key is written for people, e.g. `Ctrl + 1` or `⌘ 1`. */
export function keyText(action: ShortcutAction, isMac: boolean): string {
  const { command, key } = partsOf(menuKeys[action]);
  if (!command) return key;
  return isMac ? `⌘ ${key}` : `Ctrl + ${key}`;
}

function partsOf(accelerator: string): { command: boolean; key: string } {
  const parts = accelerator.split('+');
  return { command: parts.includes('CmdOrCtrl'), key: parts.at(-1) ?? '' };
}
