// The one window. Shown as soon as it can paint: the TEE starts behind it and reports its status.
import { app, BrowserWindow, screen } from 'electron';
import { APP_INDEX } from './app-protocol.ts';
import type { Log } from './log-entry.ts';
import { MIN_SIZE, placeWindow } from './window-bounds.ts';
import { readWindowState, rememberWindow, type WindowState } from './window-state.ts';

export interface WindowOptions {
  readonly preloadPath: string;
  /** A PNG for Linux, where a window brings its own; elsewhere the app's is shown. */
  readonly iconPath: string;
  /** Where it is remembered how the window stood. */
  readonly statePath: string;
  readonly log: Log;
}

const FIRST_SIZE = { width: 1_180, height: 820 } as const;

let mainWindow: BrowserWindow | undefined;

/** The main window while it exists. */
export function currentWindow(): BrowserWindow | undefined {
  return mainWindow?.isDestroyed() === false ? mainWindow : undefined;
}

/** Brings the window forward, for a second launch or a click in the dock; opens it when there is none. */
export async function showMainWindow(options: WindowOptions): Promise<void> {
  const window = currentWindow();
  if (window === undefined) return openMainWindow(options);
  if (window.isMinimized()) window.restore();
  window.focus();
}

async function openMainWindow(options: WindowOptions): Promise<void> {
  const { statePath, log } = options;
  const remembered = readWindowState(statePath);
  const window = createWindow(options, remembered);
  mainWindow = window;
  rememberWindow(window, statePath, log);
  window.once('ready-to-show', () => showAsRemembered(window, remembered));
  window.on('closed', () => {
    if (mainWindow === window) mainWindow = undefined;
  });
  await window.loadURL(APP_INDEX).catch((error: unknown) => {
    // Somebody closed it before it had loaded.
    if (!window.isDestroyed()) throw error;
  });
}

/** Every protection is said here even where it is Electron's default. */
function createWindow(
  { preloadPath, iconPath }: WindowOptions,
  remembered: WindowState | undefined,
): BrowserWindow {
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea);
  return new BrowserWindow({
    ...placeWindow(remembered?.bounds, workAreas, FIRST_SIZE),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'AirAccount',
    ...(process.platform === 'linux' ? { icon: iconPath } : {}),
    show: false,
    webPreferences: {
      preload: preloadPath,
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
      // What is typed here goes to no dictionary service.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
}

function showAsRemembered(window: BrowserWindow, remembered: WindowState | undefined): void {
  if (remembered !== undefined) {
    window.webContents.setZoomLevel(remembered.zoomLevel);
    if (remembered.maximized) window.maximize();
    if (remembered.fullScreen) window.setFullScreen(true);
  }
  window.show();
}
