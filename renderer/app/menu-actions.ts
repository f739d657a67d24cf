// What the application menu can ask for, and how its keys are written.
import { type MenuAction, menuKeys } from '../../preload/contract.ts';
import { ROUTES, type Route, routeAddress } from './routes.ts';

export type ShortcutAction = keyof typeof menuKeys;
export type AppDialog = Extract<MenuAction, 'about' | 'shortcuts'>;

/** What the menu acts on. */
export interface MenuTargets {
  readonly location: { hash: string };
  readonly lock: () => void;
}

export const SHORTCUT_ACTIONS = Object.keys(menuKeys) as readonly ShortcutAction[];

type ShowAction = Extract<MenuAction, `show-${string}`>;

/** `show-` and the route's own name: an action that leads to no screen does not compile. */
const ROUTE_OF = Object.fromEntries(ROUTES.map((route) => [`show-${route}`, route] as const)) as {
  readonly [R in Route as `show-${R}`]: R;
} satisfies Readonly<Record<ShowAction, Route>>;

/** Goes to a screen, locks, or names the dialog to open. */
export function performMenuAction(
  action: MenuAction,
  { location, lock }: MenuTargets,
): AppDialog | undefined {
  if (action === 'lock') {
    lock();
    return undefined;
  }
  if (action === 'about' || action === 'shortcuts') return action;
  location.hash = routeAddress(ROUTE_OF[action]);
  return undefined;
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
