// The application menu's keys: the browser shows no menu of the app, so the page's runtime watches for them.
import type { HostSocket } from './socket.ts';

const MODIFIERS = { ctrlKey: 'Ctrl', metaKey: 'Cmd', shiftKey: 'Shift', altKey: 'Alt' } as const;

/** Answers the function that takes the menu's keys, as Electron writes accelerators. */
export function watchMenuKeys(socket: HostSocket): (accelerators: readonly string[]) => void {
  let keys: readonly string[] = [];
  addEventListener(
    'keydown',
    (event) => {
      const pressed = keys.find((accelerator) => isPressed(accelerator, event));
      // What a script of the page makes up is no key of a person.
      if (pressed === undefined || !event.isTrusted || event.repeat) return;
      event.preventDefault();
      void socket.request('menu-key', { accelerator: pressed });
    },
    true,
  );
  return (accelerators) => {
    keys = accelerators;
  };
}

function isPressed(accelerator: string, event: KeyboardEvent): boolean {
  const main = navigator.platform.startsWith('Mac') ? 'Cmd' : 'Ctrl';
  const parts = accelerator.split('+').map((part) => part.replace(/^(CmdOrCtrl|CommandOrControl)$/, main));
  const key = parts.pop() ?? '';
  const modifiersFit = Object.entries(MODIFIERS).every(
    ([flag, name]) => event[flag as keyof typeof MODIFIERS] === parts.includes(name),
  );
  return modifiersFit && event.key.toLowerCase() === key.toLowerCase();
}
