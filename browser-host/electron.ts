// What `import 'electron'` answers in the browser host: the names that the built bundles import, no others.
/// <reference types="electron" />
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { Menu, powerMonitor, shell } from './desktop.ts';
export { ipcMain } from './ipc-main.ts';
export { protocol } from './protocol.ts';
export { safeStorage } from './safe-storage.ts';
export { session } from './session.ts';
export { utilityProcess } from './utility-process.ts';
