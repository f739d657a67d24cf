// What `import 'electron'` answers in the browser host: the names that the built bundles import, no others.
/// <reference types="electron" />
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { powerMonitor, screen, shell } from './desktop.ts';
export { dialog } from './dialog.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu } from './menu.ts';
export { protocol } from './protocol.ts';
export { safeStorage } from './safe-storage.ts';
export { session } from './session.ts';
export { utilityProcess } from './utility-process.ts';
