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
});
