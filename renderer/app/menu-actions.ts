// What the application menu can ask for, and how its keys are written.
import { type MenuAction, menuKeys } from '../../preload/contract.ts';
import { routeAddress } from './routes.ts';

export type ShortcutAction = keyof typeof menuKeys;
export type AppDialog = Extract<MenuAction, 'about' | 'shortcuts'>;

/** What the menu acts on. */
export interface MenuTargets {
  readonly location: { hash: string };
  readonly lock: () => void;
}

export const SHORTCUT_ACTIONS = Object.keys(menuKeys) as readonly ShortcutAction[];

/** Goes to a screen, locks, or names the dialog to open. */
export function performMenuAction(
  action: MenuAction,
  { location, lock }: MenuTargets,
): AppDialog | undefined {
  switch (action) {
    case 'show-wallets':
      location.hash = routeAddress('wallets');
      return undefined;
    case 'show-sign':
      location.hash = routeAddress('sign');
      return undefined;
    case 'show-history':
      location.hash = routeAddress('history');
      return undefined;
    case 'show-contacts':
      location.hash = routeAddress('contacts');
      return undefined;
    case 'show-assess':
      location.hash = routeAddress('assess');
      return undefined;
    case 'show-activity':
      location.hash = routeAddress('activity');
      return undefined;
    case 'show-trusted':
      location.hash = routeAddress('trusted');
      return undefined;
    case 'show-security':
      location.hash = routeAddress('security');
      return undefined;
    case 'lock':
      lock();
      return undefined;
    case 'about':
    case 'shortcuts':
      return action;
  }
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
