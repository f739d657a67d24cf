import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const ENVIRONMENT = { ...process.env };
let folder: string;

beforeEach(async () => {
  vi.resetModules();
  vi.spyOn(process, 'on').mockReturnValue(process);
  folder = await mkdtemp(join(tmpdir(), 'airaccount-main-'));
  process.env['AIRACCOUNT_USER_DATA'] = join(folder, 'user-data');
});
afterEach(async () => {
  vi.doUnmock('../../../main/client-bundle.ts');
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  process.env = { ...ENVIRONMENT };
  await rm(folder, { recursive: true });
});

/** Main with an Electron of its own. */
async function runMain(prepare: (app: typeof import('./electron-double.ts').app) => void = () => undefined) {
  const electron = await import('./electron-double.ts');
  vi.doMock('electron', () => electron);
  prepare(electron.app);
  await import('../../../main/index.ts');
  return electron;
}

/** Ready, with nothing to serve and no TEE to start. */
async function runReadyMain() {
  const digest = '00'.repeat(32);
  vi.doMock('../../../main/client-bundle.ts', () => ({
    readClientBundle: async () => ({
      files: new Map(),
      measurement: new Uint8Array(32),
      expectedClient: digest,
      expectedTee: new Uint8Array(32),
    }),
  }));
  vi.stubGlobal('__APP_VERSION__', '0.0.0');
  const electron = await runMain();
  electron.app.ready.resolve();
  await vi.waitFor(() => expect(electron.BrowserWindow.opened).toHaveLength(1));
  return electron;
}

describe('main', () => {
  it('takes the master key out of the environment before anything else', async () => {
    process.env['DB_MASTER_KEY'] = 'ab'.repeat(32);
    process.env['DB_MASTER_KEY_FILE'] = '/key';
    await runMain();
    expect(Object.keys(process.env).filter((name) => name.startsWith('DB_'))).toEqual([]);
  });

  it('sandboxes, registers its scheme and guards contents before it is ready', async () => {
    const { app, protocol, ipcMain, BrowserWindow } = await runMain();
    expect(app.before).toEqual(['requestSingleInstanceLock', 'enableSandbox', 'whenReady']);
    expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalledOnce();
    expect(app.listenerCount('web-contents-created')).toBe(1);
    expect(app.listenerCount('render-process-gone')).toBe(1);
    expect(app.listenerCount('child-process-gone')).toBe(1);
    expect(protocol.handle).not.toHaveBeenCalled();
    expect(ipcMain.handlers.size).toBe(0);
    expect(BrowserWindow.opened).toHaveLength(0);
  });

  it('keeps its data where it is told, in a folder it makes', async () => {
    const { app } = await runMain();
    expect(app.paths['userData']).toBe(join(folder, 'user-data'));
    expect(existsSync(join(folder, 'user-data'))).toBe(true);
  });

  it('is one: a second launch quits and touches nothing', async () => {
    const { app, protocol } = await runMain((double) => {
      double.hasLock = false;
    });
    expect(app.quit).toHaveBeenCalledOnce();
    expect(app.before).toEqual(['requestSingleInstanceLock']);
    expect(protocol.registerSchemesAsPrivileged).not.toHaveBeenCalled();
  });

  it.each([
    ['linux', 1],
    ['win32', 1],
    ['darwin', 0],
  ])('on %s quits %d times when the last window is closed', async (platform, times) => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue(platform as NodeJS.Platform);
    const { app } = await runMain();
    app.emit('window-all-closed');
    expect(app.quit).toHaveBeenCalledTimes(times);
  });

  it('ends when its own bundle is not there', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { app, BrowserWindow } = await runMain();
    app.ready.resolve();
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledExactlyOnceWith(1));
    expect(BrowserWindow.opened).toHaveLength(0);
  });

  it('has its menu, its calls and its refusals before there is a window', async () => {
    const { Menu, ipcMain, protocol, session, BrowserWindow } = await runReadyMain();
    const window = BrowserWindow.opened[0];
    expect(Menu.setApplicationMenu).toHaveBeenCalledOnce();
    expect(protocol.handle).toHaveBeenCalledOnce();
    expect(session.defaultSession.on.mock.calls.map(([name]) => name)).toEqual(['will-download']);
    expect(ipcMain.handlers.has('call:app.saveFile')).toBe(true);
    expect(window?.loadURL).toHaveBeenCalledOnce();
    expect(window?.options.webPreferences?.preload).toMatch(/preload.index\.cjs$/);
  });

  it('listens for local clients in its own folder, and to the lock of the machine', async () => {
    const { app, powerMonitor } = await runReadyMain();
    const socket = join(folder, 'user-data', 'local', 'client.sock');
    await vi.waitFor(() => expect(existsSync(socket)).toBe(true));
    expect(powerMonitor.listenerCount('lock-screen')).toBe(1);
    expect(powerMonitor.listenerCount('suspend')).toBe(1);
    app.emit('before-quit', { preventDefault: () => undefined });
    await vi.waitFor(() => expect(existsSync(socket)).toBe(false));
  });

  it('follows what was sent before, until it ends', async () => {
    const { NetworkService } = await import('../../../main/networks/network-service.ts');
    const start = vi.spyOn(NetworkService.prototype, 'start');
    const stop = vi.spyOn(NetworkService.prototype, 'stop');
    const { app, ipcMain } = await runReadyMain();
    expect(start).toHaveBeenCalledOnce();
    expect(ipcMain.handlers.has('call:networks.broadcast')).toBe(true);
    expect(stop).not.toHaveBeenCalled();
    app.emit('will-quit');
    expect(stop).toHaveBeenCalledOnce();
  });

  it.each(['activate', 'second-instance'])(
    'on %s brings its one window forward, or opens it again',
    async (name) => {
      const { app, BrowserWindow } = await runReadyMain();
      const first = BrowserWindow.opened[0];
      await vi.waitFor(() => expect(app.listenerCount(name)).toBe(1));
      app.emit(name);
      expect(first?.focus).toHaveBeenCalledOnce();
      expect(BrowserWindow.opened).toHaveLength(1);
      first?.emit('closed');
      app.emit(name);
      await vi.waitFor(() => expect(BrowserWindow.opened).toHaveLength(2));
      expect(app.exit).not.toHaveBeenCalled();
    },
  );

  it('shows in the page what the menu is asked for, even when the window was closed', async () => {
    const { Menu, BrowserWindow } = await runReadyMain();
    const pick = (label: string): void => {
      const menus = Menu.setApplicationMenu.mock.calls[0]?.[0].template ?? [];
      const items = menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
      items.find((item) => item.label === label)?.click?.({} as never, undefined, {} as never);
    };
    const sentTo = (index: number): unknown =>
      BrowserWindow.opened[index]?.webContents.sent.filter(([channel]) => channel === 'event:menuAction');
    pick('Activity');
    await vi.waitFor(() => expect(sentTo(0)).toEqual([['event:menuAction', 'show-activity']]));
    BrowserWindow.opened[0]?.emit('closed');
    pick('About AirAccount');
    await vi.waitFor(() => expect(sentTo(1)).toEqual([['event:menuAction', 'about']]));
  });

  it('speaks another language in its menu as soon as the page does', async () => {
    const { Menu, ipcMain, BrowserWindow } = await runReadyMain();
    const contents = BrowserWindow.opened[0]?.webContents;
    const senderFrame = { origin: 'app://airaccount', parent: null };
    const setLanguage = ipcMain.handlers.get('call:app.setLanguage') as unknown as (
      event: object,
      input: object,
    ) => Promise<unknown>;
    await expect(setLanguage({ sender: contents, senderFrame }, { language: 'zh-CN' })).resolves.toEqual({
      ok: true,
      value: undefined,
    });
    const labels = Menu.setApplicationMenu.mock.calls.map(([{ template }]) => template.at(-1)?.label);
    expect(labels).toEqual(['&Help', '帮助(&H)']);
  });
});
