// What a preload bundle gets for `require('electron')`, and the signs that this is the browser host.
import { contextBridge } from './context-bridge.ts';
import { guardDownloads, startDownload } from './downloads.ts';
import { guardNavigation, guardPermissions, guardWindows } from './guards.ts';
import { watchMenuKeys } from './menu-keys.ts';
import { HostSocket } from './socket.ts';

type Listener = (event: object, ...args: unknown[]) => void;
type ElectronModule = Record<string, unknown>;

const END_TEXTS = {
  ended: 'AirAccount has ended. · AirAccount 已退出。',
  replaced: 'AirAccount is open in another window. · AirAccount 已在另一个窗口中打开。',
} as const;
const TITLE_MARK = ' · browser host';

/** Called in the main frame only: the host puts its script into no other document. */
export function startBridge(settings: { readonly socketPath: string }): ElectronModule {
  // Taken before any script of the page could put something else in its place.
  const confirm = window.confirm.bind(window);
  const listeners = new Map<string, Set<Listener>>();
  const socket = new HostSocket(settings.socketPath, {
    onMessage(channel, args) {
      for (const listener of [...(listeners.get(channel) ?? [])])
        listener({ sender: ipcRenderer, ports: [] }, ...args);
    },
    onMenuKeys: (keys) => setMenuKeys(keys),
    onDownload: startDownload,
    onConfirm: (text) => confirm(text),
    onEnd: showEnd,
  });
  const setMenuKeys = watchMenuKeys(socket);
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) => socket.request('invoke', { channel, args }),
    on(channel: string, listener: Listener) {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
      return ipcRenderer;
    },
    removeListener(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  guardNavigation(socket);
  guardWindows(socket);
  guardPermissions(socket);
  guardDownloads(socket);
  addEventListener('DOMContentLoaded', () => socket.notify('dom-ready'));
  addEventListener('load', () => socket.notify('loaded'));
  keepTitleMarked();
  return { ipcRenderer, contextBridge };
}

export function requireElectron(electron: ElectronModule): (name: string) => ElectronModule {
  return (name) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`);
    return electron;
  };
}

/** People must be able to tell at any moment that this is not Electron; the title is what every window shows. */
function keepTitleMarked(): void {
  const mark = (): void => {
    if (!document.title.endsWith(TITLE_MARK)) document.title = `${document.title}${TITLE_MARK}`;
  };
  addEventListener('DOMContentLoaded', () => {
    mark();
    const title = document.querySelector('title') ?? document.head;
    new MutationObserver(mark).observe(title, { childList: true, characterData: true, subtree: true });
  });
}

/** Closes the window where the browser lets a page do that; else says that it is over here. */
function showEnd(why: keyof typeof END_TEXTS): void {
  if (why === 'ended') window.close();
  const notice = document.createElement('p');
  notice.textContent = END_TEXTS[why];
  document.body.replaceChildren(notice);
}
