import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { currentWindow, showMainWindow } from '../../../main/window.ts';
import { app, BrowserWindow, screen } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

let folder: string;
let statePath: string;

beforeEach(() => {
  app.isPackaged = false;
  screen.displays = [{ x: 0, y: 0, width: 1_920, height: 1_080 }];
  folder = mkdtempSync(join(tmpdir(), 'airaccount-window-'));
  statePath = join(folder, 'window.json');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  opened().emit('closed');
  rmSync(folder, { recursive: true });
});

function opened(): BrowserWindow {
  const window = BrowserWindow.opened.at(-1);
  if (window === undefined) throw new Error('no window');
  return window;
}

async function show(): Promise<BrowserWindow> {
  await showMainWindow({
    preloadPath: '/bundles/preload/index.cjs',
    iconPath: '/app/icon.png',
    statePath,
    log: () => undefined,
  });
  return opened();
}

const kept = (): unknown => JSON.parse(readFileSync(statePath, 'utf8'));

describe('a new window', () => {
  it('says every protection itself', async () => {
    expect((await show()).options.webPreferences).toEqual({
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
    expect((await show()).options.webPreferences?.devTools).toBe(false);
  });

  it.each([
    ['linux', '/app/icon.png'],
    ['win32', undefined],
    ['darwin', undefined],
  ])('brings an icon where the app itself has none (%s)', async (platform, icon) => {
    vi.stubGlobal('process', { ...process, platform });
    expect((await show()).options.icon).toBe(icon);
  });

  it('loads our page, and is shown when it can paint', async () => {
    const window = await show();
    expect(window.loadURL).toHaveBeenCalledExactlyOnceWith('app://airaccount/index.html');
    expect(window.options.show).toBe(false);
    expect(window.show).not.toHaveBeenCalled();
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalledOnce();
    expect(window.maximize).not.toHaveBeenCalled();
    expect(window.setFullScreen).not.toHaveBeenCalled();
  });

  it('may be closed before it has loaded; any other failure is one', async () => {
    const failing = (destroyed: boolean) => (window: BrowserWindow) => {
      window.destroyed = destroyed;
      window.loadURL.mockRejectedValue(new Error('ERR_ABORTED'));
    };
    BrowserWindow.prepareNext = failing(true);
    await expect(show()).resolves.toBeDefined();
    opened().emit('closed');
    BrowserWindow.prepareNext = failing(false);
    await expect(show()).rejects.toThrow('ERR_ABORTED');
  });
});

describe('a second launch, or a click in the dock', () => {
  it('brings the window forward', async () => {
    const window = await show();
    await show();
    expect(opened()).toBe(window);
    expect(window.restore).not.toHaveBeenCalled();
    window.minimized = true;
    await show();
    expect(window.restore).toHaveBeenCalledOnce();
    expect(window.focus).toHaveBeenCalledTimes(2);
  });

  it('opens it again when it is closed or destroyed', async () => {
    const window = await show();
    expect(currentWindow()).toBe(window);
    window.destroyed = true;
    expect(currentWindow()).toBeUndefined();
    window.destroyed = false;
    window.emit('closed');
    expect(currentWindow()).toBeUndefined();
    const second = await show();
    expect(second).not.toBe(window);
    expect(currentWindow()).toBe(second);
    // The first one's last words do not take the second away.
    window.emit('closed');
    expect(currentWindow()).toBe(second);
  });
});

describe('what is remembered', () => {
  it('is how the window stood when it closed', async () => {
    const window = await show();
    window.bounds = { x: 40, y: 50, width: 1_000, height: 700 };
    window.maximized = true;
    window.webContents.zoomLevel = 1.5;
    expect(existsSync(statePath)).toBe(false);
    window.emit('close');
    expect(kept()).toEqual({
      v: 1,
      bounds: { x: 40, y: 50, width: 1_000, height: 700 },
      maximized: true,
      fullScreen: false,
      zoomLevel: 1.5,
    });
    window.emit('closed');

    const next = await show();
    expect(next.options).toMatchObject({ x: 40, y: 50, width: 1_000, height: 700 });
    next.emit('ready-to-show');
    expect(next.webContents.zoomLevel).toBe(1.5);
    expect(next.maximize).toHaveBeenCalledOnce();
    expect(next.setFullScreen).not.toHaveBeenCalled();
    expect(next.maximize.mock.invocationCallOrder[0]).toBeLessThan(
      next.show.mock.invocationCallOrder[0] ?? 0,
    );
  });

  it('is full screen too', async () => {
    const window = await show();
    window.fullScreen = true;
    window.emit('close');
    window.emit('closed');
    const next = await show();
    next.emit('ready-to-show');
    expect(next.setFullScreen).toHaveBeenCalledExactlyOnceWith(true);
  });

  it('is written once a move has come to rest, for an app that does not end well', async () => {
    vi.useFakeTimers();
    const window = await show();
    window.emit('move');
    vi.advanceTimersByTime(400);
    window.emit('resize');
    vi.advanceTimersByTime(400);
    expect(existsSync(statePath)).toBe(false);
    vi.advanceTimersByTime(200);
    expect(kept()).toMatchObject({ bounds: window.bounds });
  });

  it('is not asked of a window that is gone', async () => {
    vi.useFakeTimers();
    const window = await show();
    window.emit('move');
    window.emit('closed');
    vi.advanceTimersByTime(10_000);
    expect(existsSync(statePath)).toBe(false);
  });

  it('is nothing that could not be read again', async () => {
    const window = await show();
    window.bounds = { x: 0, y: 0, width: 0, height: Number.NaN };
    window.emit('close');
    expect(existsSync(statePath)).toBe(false);
  });

  const good = {
    v: 1,
    bounds: { x: 40, y: 50, width: 1_000, height: 700 },
    maximized: false,
    fullScreen: false,
    zoomLevel: 0,
  };

  it.each([
    ['half a file', JSON.stringify(good).slice(0, 40)],
    ['a huge width', JSON.stringify({ ...good, bounds: { ...good.bounds, width: 1e9 } })],
    ['a fraction', JSON.stringify({ ...good, bounds: { ...good.bounds, x: 0.5 } })],
    ['text for a number', JSON.stringify({ ...good, bounds: { ...good.bounds, x: '0' } })],
    ['a zoom to nothing', JSON.stringify({ ...good, zoomLevel: -100 })],
    ['another version', JSON.stringify({ ...good, v: 2 })],
    ['no bounds', JSON.stringify({ ...good, bounds: null })],
  ])('is nothing when the file holds %s', async (_, text) => {
    writeFileSync(statePath, text);
    const window = await show();
    expect(window.options).toMatchObject({ width: 1_180, height: 820 });
    expect(window.options).not.toHaveProperty('x');
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalledOnce();
  });

  it('never puts the window where no display is', async () => {
    writeFileSync(statePath, JSON.stringify({ ...good, bounds: { ...good.bounds, x: 5_000 } }));
    const window = await show();
    expect(window.options).toMatchObject({ width: 1_000, height: 700 });
    expect(window.options).not.toHaveProperty('x');
  });
});
