import { beforeEach, describe, expect, it, vi } from 'vitest';
import { guardContents, refuseDownloads, refusePermissions } from '../../../main/guards.ts';
import type { LogEvent, LogFields } from '../../../main/log-entry.ts';
import { app, FakeContents, session } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

let logged: [LogEvent, LogFields | undefined][];
let contents: FakeContents;

beforeEach(() => {
  app.removeAllListeners();
  logged = [];
  guardContents((event, fields) => logged.push([event, fields]));
  contents = new FakeContents();
  app.emit('web-contents-created', {}, contents);
});

describe('every webContents', () => {
  it.each([
    ['will-frame-navigate', 'https://example.org/', 'navigation-refused'],
    ['will-frame-navigate', 'app://airaccount/index.html', 'navigation-refused'],
    ['will-frame-navigate', 'file:///etc/passwd', 'navigation-refused'],
    ['will-redirect', 'https://example.org/', 'navigation-refused'],
    ['will-attach-webview', '', 'webview-refused'],
  ])('refuses %s to %j', (name, url, event) => {
    const preventDefault = vi.fn();
    contents.emit(name, { preventDefault, url, isMainFrame: true });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(logged.map(([logEvent]) => logEvent)).toEqual([event]);
  });

  it('opens no window', () => {
    expect(contents.openWindow?.()).toEqual({ action: 'deny' });
    expect(logged).toEqual([['window-refused', undefined]]);
  });
});

describe('permissions', () => {
  beforeEach(() => {
    vi.clearAllMocks();
    refusePermissions((event, fields) => logged.push([event, fields]));
  });

  it.each(['media', 'clipboard-read', 'geolocation', 'notifications', 'openExternal', 'unknown'])(
    'refuse %s, asked or checked',
    (permission) => {
      const callback = vi.fn();
      session.defaultSession.setPermissionRequestHandler.mock.calls[0]?.[0]({}, permission, callback);
      expect(callback).toHaveBeenCalledExactlyOnceWith(false);
      expect(logged).toEqual([['permission-refused', { name: permission }]]);
      expect(session.defaultSession.setPermissionCheckHandler.mock.calls[0]?.[0]({}, permission)).toBe(false);
    },
  );

  it('refuse every device', () => {
    expect(session.defaultSession.setDevicePermissionHandler.mock.calls[0]?.[0]({ deviceType: 'usb' })).toBe(
      false,
    );
  });
});

it('refuses every download', () => {
  refuseDownloads((event, fields) => logged.push([event, fields]));
  const [name, listener] = session.defaultSession.on.mock.calls.at(-1) ?? [];
  expect(name).toBe('will-download');
  const preventDefault = vi.fn();
  listener({ preventDefault }, { getURL: () => 'blob:app://airaccount/1' });
  expect(preventDefault).toHaveBeenCalledOnce();
  expect(logged).toEqual([['download-refused', undefined]]);
});
