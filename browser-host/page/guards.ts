// What Electron asks main before a page may do it: leave for another document, open a window, use a
// permission. The page's own ways to do so are held back until the host has answered.
import type { HostSocket } from './socket.ts';

export function guardNavigation(socket: HostSocket): void {
  let allowed: string | undefined;
  navigation.addEventListener('navigate', (event) => {
    const { destination } = event;
    const stays = destination.sameDocument || event.hashChange || event.navigationType === 'reload';
    if (stays || !event.cancelable || event.downloadRequest !== null || destination.url === allowed) return;
    event.preventDefault();
    void socket.request('navigate', { url: destination.url }).then((answer) => {
      if (answer !== true) return;
      allowed = destination.url;
      location.assign(destination.url);
    });
  });
}

export function guardWindows(socket: HostSocket): void {
  const ask = (url: string, frameName: string, features: string): void => {
    void socket.request('open-window', { url: new URL(url, document.baseURI).href, frameName, features });
  };
  // The host has one window: whatever main answers, none opens, and the caller learns it at once.
  window.open = (url = '', frameName = '', features = '') => {
    ask(String(url), frameName, features);
    return null;
  };
  const onClick = (event: MouseEvent): void => {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (link === undefined || link.href === '') return;
    const elsewhere = !['', '_self', '_top', '_parent'].includes(link.target);
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1;
    if (!elsewhere && !modified) return;
    event.preventDefault();
    ask(link.href, link.target, '');
  };
  addEventListener('click', onClick, true);
  addEventListener('auxclick', onClick, true);
}

export function guardPermissions(socket: HostSocket): void {
  // The others are denied by the Permissions-Policy header; this one has no policy.
  if (!('Notification' in globalThis)) return;
  const original = Notification.requestPermission.bind(Notification);
  Notification.requestPermission = async () => {
    const granted = await socket.request('permission', { permission: 'notifications' });
    return granted === true ? original() : 'denied';
  };
}
