// The one window. Shown as soon as it can paint: the TEE starts behind it and reports its status.
import { app, BrowserWindow } from 'electron';
import { APP_INDEX } from './app-protocol.ts';

let mainWindow: BrowserWindow | undefined;

/** The main window while it exists. */
export function currentWindow(): BrowserWindow | undefined {
  return mainWindow?.isDestroyed() === false ? mainWindow : undefined;
}

/** Loads the app. Every protection is said here even where it is Electron's default. */
export async function openMainWindow(preloadPath: string): Promise<void> {
  const window = new BrowserWindow({
    width: 1_180,
    height: 820,
    minWidth: 400,
    minHeight: 480,
    title: 'AirAccount',
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
  mainWindow = window;
  window.once('ready-to-show', () => window.show());
  window.on('closed', () => {
    if (mainWindow === window) mainWindow = undefined;
  });
  await window.loadURL(APP_INDEX);
}

/** For a second launch. */
export function focusMainWindow(): void {
  const window = currentWindow();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}
