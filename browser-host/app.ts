// Electron's `app`: readiness, paths, single instance, and the order of quitting. What the rest of the
// host needs of it (windows, children) are the exported functions below, which apps never see.
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { AppPaths, readAppPackage } from './app-paths.ts';
import { hostEvent } from './host-event.ts';
import { acquireSingleInstanceLock, type SingleInstanceLock } from './single-instance.ts';

type Implemented =
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'getPath'
  | 'setPath'
  | 'isPackaged'
  | 'getPreferredSystemLanguages'
  | 'enableSandbox'
  | 'requestSingleInstanceLock';

/** A window as quitting sees it. */
export interface OpenWindow {
  /** Answers false when a `close` listener prevented it. */
  close(): boolean;
  destroy(): void;
}

/** The folder of the app's package.json, as in `electron .`. */
const appDir = process.cwd();
const appPackage = readAppPackage(appDir);
const paths = new AppPaths(appPackage.productName ?? appPackage.name);
const ready = Promise.withResolvers<void>();
const windows = new Set<OpenWindow>();
const cleanups = new Set<() => void>();
let isReady = false;
let quitting = false;
let lock: SingleInstanceLock | undefined;

class App extends EventEmitter implements Pick<Electron.App, Implemented> {
  readonly isPackaged = false;

  whenReady(): Promise<void> {
    return ready.promise;
  }

  getPath(name: string): string {
    return paths.get(name);
  }

  setPath(name: string, value: string): void {
    paths.set(name, value);
  }

  /** Node knows one. */
  getPreferredSystemLanguages(): string[] {
    return [Intl.DateTimeFormat().resolvedOptions().locale];
  }

  /** Chromium's renderers are sandboxed by themselves; only root on Linux runs without (see chromium.ts). */
  enableSandbox(): void {
    if (isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  requestSingleInstanceLock(): boolean {
    lock ??= acquireSingleInstanceLock(hostFolder(), ({ argv, workingDirectory }) => {
      void ready.promise.then(() =>
        this.emit('second-instance', hostEvent({}), argv, workingDirectory, undefined),
      );
    });
    return lock !== undefined;
  }

  quit(): void {
    if (quitting) return;
    const event = hostEvent({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    quitting = true;
    for (const window of [...windows]) {
      if (!window.close()) {
        quitting = false;
        return;
      }
    }
    const lastEvent = hostEvent({});
    this.emit('will-quit', lastEvent);
    quitting = false;
    if (!lastEvent.defaultPrevented) this.exit(0);
  }

  exit(exitCode = 0): void {
    quitting = true;
    for (const window of [...windows]) window.destroy();
    this.emit('quit', hostEvent({}), exitCode);
    for (const cleanup of cleanups) cleanup();
    lock?.release();
    process.exit(exitCode);
  }
}

export const app = new App();

export function isAppReady(): boolean {
  return isReady;
}

/** The app's main module. */
export const mainModule = path.resolve(appDir, appPackage.main);

/** Called once, when the app's main module has been evaluated. */
export function becomeReady(): void {
  isReady = true;
  app.emit('ready', hostEvent({}), {});
  ready.resolve();
}

/** The host's own folder inside userData: lock, address, Chromium's profile. */
export function hostFolder(): string {
  return path.join(paths.get('userData'), 'browser-host');
}

export function windowOpened(window: OpenWindow): void {
  windows.add(window);
}

/** Quits when the last window is gone and the app does not listen, as Electron does. */
export function windowClosed(window: OpenWindow): void {
  windows.delete(window);
  if (windows.size > 0 || quitting) return;
  if (app.listenerCount('window-all-closed') === 0) app.quit();
  else app.emit('window-all-closed');
}

/** Runs when the app exits; answers a function that forgets it. */
export function onExit(cleanup: () => void): () => void {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}
