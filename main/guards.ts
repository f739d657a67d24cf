// What no page of ours ever needs is refused: leaving the app, new windows, webviews, every permission,
// every download.
import { app, session } from 'electron';
import type { Log } from './log-entry.ts';

/** Before the first window: each `webContents` is guarded as it is created, whoever creates it. */
export function guardContents(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      event.preventDefault();
      log('navigation-refused', { name: 'navigate' });
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
      log('navigation-refused', { name: 'redirect' });
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      log('webview-refused');
    });
    contents.setWindowOpenHandler(() => {
      log('window-refused');
      return { action: 'deny' };
    });
  });
}

/** After `ready`. The check handler answers what a page asks synchronously, and is asked often. */
export function refusePermissions(log: Log): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, callback) => {
    log('permission-refused', { name: permission });
    callback(false);
  });
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
}

/** After `ready`. What a person saves goes through a dialog of main's own (ipc/save-file.ts). */
export function refuseDownloads(log: Log): void {
  session.defaultSession.on('will-download', (event) => {
    event.preventDefault();
    log('download-refused');
  });
}
