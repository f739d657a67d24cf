// Stands in for `electron`: the names main imports, recording what is asked of them and nothing more.
// Use: vi.mock('electron', () => import('./electron-double.ts')).
import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

type Listener = (...args: never[]) => unknown;

class FakeContents extends EventEmitter {
  readonly sent: [channel: string, payload: unknown][] = [];
  openWindow: (() => { action: string }) | undefined;
  destroyed = false;
  readonly reload = vi.fn();

  zoomLevel = 0;

  getZoomLevel(): number {
    return this.zoomLevel;
  }

  setZoomLevel(level: number): void {
    this.zoomLevel = level;
  }

  send(channel: string, payload: unknown): void {
    this.sent.push([channel, payload]);
  }

  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openWindow = handler;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }
}

class FakeApp extends EventEmitter {
  isPackaged = false;
  hasLock = true;
  systemLanguages: string[] = ['en-GB'];
  readonly paths: Record<string, string> = {};
  /** What was asked before `whenReady` was, in order. */
  readonly before: string[] = [];
  readonly ready = Promise.withResolvers<void>();
  readonly quit = vi.fn();
  readonly exit = vi.fn();

  whenReady(): Promise<void> {
    this.before.push('whenReady');
    return this.ready.promise;
  }

  enableSandbox(): void {
    this.before.push('enableSandbox');
  }

  requestSingleInstanceLock(): boolean {
    this.before.push('requestSingleInstanceLock');
    return this.hasLock;
  }

  getPreferredSystemLanguages(): string[] {
    return this.systemLanguages;
  }

  getPath(name: string): string {
    return this.paths[name] ?? '/nowhere';
  }

  setPath(name: string, value: string): void {
    this.paths[name] = value;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly opened: BrowserWindow[] = [];
  /** Done to the next window, as it is made. */
  static prepareNext: ((window: BrowserWindow) => void) | undefined;
  readonly webContents = new FakeContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  destroyed = false;
  minimized = false;
  maximized = false;
  fullScreen = false;
  bounds = { x: 0, y: 0, width: 800, height: 600 };
  readonly loadURL = vi.fn(async () => undefined);
  readonly maximize = vi.fn(() => {
    this.maximized = true;
  });
  readonly setFullScreen = vi.fn((flag: boolean) => {
    this.fullScreen = flag;
  });
  contentProtected = false;
  readonly setContentProtection = vi.fn((enable: boolean) => {
    this.contentProtected = enable;
  });
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    BrowserWindow.opened.push(this);
    BrowserWindow.prepareNext?.(this);
    BrowserWindow.prepareNext = undefined;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  getNormalBounds(): Electron.Rectangle {
    return this.bounds;
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  isFullScreen(): boolean {
    return this.fullScreen;
  }

  isContentProtected(): boolean {
    return this.contentProtected;
  }

  isMinimized(): boolean {
    return this.minimized;
  }
}

class FakeChild extends EventEmitter {
  readonly pid = 4_712;
  readonly stdout = { resume: vi.fn() };
  readonly stderr = { resume: vi.fn() };
  readonly postMessage = vi.fn();
  readonly kill = vi.fn(() => true);
}

export const app = new FakeApp();

export const ipcMain = {
  handlers: new Map<string, Listener>(),
  handle(channel: string, handler: Listener): void {
    if (ipcMain.handlers.has(channel)) throw new Error(`second handler for ${channel}`);
    ipcMain.handlers.set(channel, handler);
  },
};

export const Menu = {
  buildFromTemplate: vi.fn((template: Electron.MenuItemConstructorOptions[]) => ({ template })),
  setApplicationMenu: vi.fn<(menu: { template: Electron.MenuItemConstructorOptions[] }) => void>(),
};

export const screen = { displays: [] as Electron.Rectangle[], getAllDisplays };

function getAllDisplays(): { workArea: Electron.Rectangle }[] {
  return screen.displays.map((workArea) => ({ workArea }));
}

export const dialog = {
  showSaveDialog: vi.fn(async (_window: object, _options: Electron.SaveDialogOptions) => ({
    canceled: true,
    filePath: '',
  })),
  showMessageBox: vi.fn(async (_window: object, _options: Electron.MessageBoxOptions) => ({
    response: 0,
    checkboxChecked: false,
  })),
};

export const powerMonitor = Object.assign(new EventEmitter(), { getSystemIdleTime: vi.fn(() => 0) });

export const protocol = {
  registerSchemesAsPrivileged: vi.fn(),
  handle: vi.fn(),
};

export const safeStorage = {
  isAsyncEncryptionAvailable: vi.fn(async () => true),
  getSelectedStorageBackend: vi.fn(() => 'gnome_libsecret'),
  encryptStringAsync: vi.fn(async (text: string) => Buffer.from(`wrapped:${text}`)),
  decryptStringAsync: vi.fn(async (wrapped: Buffer) => ({
    result: wrapped.toString().replace(/^wrapped:/, ''),
    shouldReEncrypt: false,
  })),
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    on: vi.fn(),
  },
};

export const shell = { openExternal: vi.fn(async () => undefined) };

export const utilityProcess = {
  children: [] as FakeChild[],
  fork: vi.fn((_path: string, _args: string[], _options: Electron.ForkOptions) => {
    const child = new FakeChild();
    utilityProcess.children.push(child);
    return child;
  }),
};

export { FakeContents };
