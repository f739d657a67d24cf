import { beforeEach, describe, expect, it, vi } from 'vitest';
import { currentWindow, focusMainWindow, openMainWindow } from '../../../main/window.ts';
import { app, BrowserWindow } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

function opened(): BrowserWindow {
  const window = BrowserWindow.opened.at(-1);
  if (window === undefined) throw new Error('no window');
  return window;
}

beforeEach(() => {
  app.isPackaged = false;
});

describe('openMainWindow', () => {
  it('says every protection itself', async () => {
    await openMainWindow('/bundles/preload/index.cjs');
    expect(opened().options.webPreferences).toEqual({
      preload: '/bundles/preload/index.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      spellcheck: false,
      devTools: true,
    });
  });

  it('has no developer tools in an installed app', async () => {
    app.isPackaged = true;
    await openMainWindow('/p');
    expect(opened().options.webPreferences?.devTools).toBe(false);
  });

  it('loads our page, and shows it when it can paint', async () => {
    await openMainWindow('/p');
    const window = opened();
    expect(window.loadURL).toHaveBeenCalledExactlyOnceWith('app://airaccount/index.html');
    expect(window.options.show).toBe(false);
    expect(window.show).not.toHaveBeenCalled();
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalledOnce();
  });
});

describe('currentWindow', () => {
  it('is the open one, and none when it is closed or destroyed', async () => {
    await openMainWindow('/p');
    const window = opened();
    expect(currentWindow()).toBe(window);
    window.destroyed = true;
    expect(currentWindow()).toBeUndefined();
    window.destroyed = false;
    window.emit('closed');
    expect(currentWindow()).toBeUndefined();
    expect(() => focusMainWindow()).not.toThrow();
  });

  it('comes back for a second launch', async () => {
    await openMainWindow('/p');
    const window = opened();
    focusMainWindow();
    expect(window.restore).not.toHaveBeenCalled();
    window.minimized = true;
    focusMainWindow();
    expect(window.restore).toHaveBeenCalledOnce();
    expect(window.focus).toHaveBeenCalledTimes(2);
  });
});
