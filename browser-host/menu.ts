// Electron's `Menu` where no menu bar is: the roles (copy, zoom, …) the browser has itself; the keys of the
// app's own items are watched for in the page.

type Item = Electron.MenuItemConstructorOptions;

interface HostMenu {
  readonly template: readonly Item[];
}

let current: HostMenu | null = null;
let announce: (keys: string[]) => void = () => undefined;

export const Menu = {
  buildFromTemplate(template: readonly Item[]): HostMenu {
    return { template };
  },

  setApplicationMenu(menu: HostMenu | null): void {
    current = menu;
    announce(menuKeys());
  },
};

/** Tells a page the menu's keys, now and whenever there is another menu; the page before it no more. */
export function announceMenuKeys(tell: (keys: string[]) => void): void {
  announce = tell;
  tell(menuKeys());
}

/** Does what the item with this accelerator does, if there is one. */
export function pressMenuKey(pressed: string): void {
  const item = itemsWithKeys(current?.template ?? []).find(({ accelerator }) => accelerator === pressed);
  // No menu item or window of Electron's is there to be handed over: a click that looks at them fails.
  item?.click?.(undefined as never, undefined, { triggeredByAccelerator: true } as never);
}

function menuKeys(): string[] {
  return itemsWithKeys(current?.template ?? []).map(({ accelerator }) => accelerator ?? '');
}

function itemsWithKeys(items: readonly Item[]): Item[] {
  return items.flatMap((item) => {
    const below = Array.isArray(item.submenu) ? itemsWithKeys(item.submenu) : [];
    const hasKey = item.accelerator !== undefined && item.click !== undefined && item.enabled !== false;
    return hasKey ? [item, ...below] : below;
  });
}
