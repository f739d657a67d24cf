// Electron's `BrowserWindow`: one window, which is one browser's page admitted by the host's server.
import { EventEmitter } from 'node:events';
import { app, hostFolder, isAppReady, type OpenWindow, windowClosed, windowOpened } from './app.ts';
import { hostEvent } from './host-event.ts';
import { Opener } from './opener.ts';
import { type HostOrigin, listenAtOrigin, originFile } from './origin.ts';
import { buildPageScript } from './page-script.ts';
import { handleRequest } from './protocol.ts';
import { HostServer } from './server.ts';
import { permissionsPolicy } from './session.ts';
import { WebContents } from './web-contents.ts';

/** How long a page may be away (reloading) before its window counts as closed. */
const RELOAD_GRACE_MS = 3_000;
const DEFAULT_SIZE = { width: 800, height: 600 } as const;

let current: BrowserWindow | undefined;

export class BrowserWindow extends EventEmitter implements OpenWindow {
  readonly webContents: WebContents;
  readonly #options: Electron.BrowserWindowConstructorOptions;
  #server: HostServer | undefined;
  #opener: Opener | undefined;
  #hostOrigin = '';
  #url: URL | undefined;
  #absence: NodeJS.Timeout | undefined;
  #destroyed = false;
  #wasReady = false;
  #crashed = false;
  readonly #load = Promise.withResolvers<void>();

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (!isAppReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    if (current !== undefined) throw new Error('The browser host has one window');
    this.#options = options;
    this.webContents = new WebContents({
      toAppUrl: (pathOrUrl) => this.#toAppUrl(pathOrUrl),
      ready: () => this.#readyToShow(),
      loaded: () => this.#load.resolve(),
      isDestroyed: () => this.#destroyed,
      gone: (clean) => this.#pageGone(clean),
    });
    current = this;
    windowOpened(this);
    app.emit('web-contents-created', hostEvent({}), this.webContents);
  }

  /** Resolves when the page has loaded, which here waits for a person or a browser to open it. */
  async loadURL(url: string): Promise<void> {
    if (this.#url !== undefined) throw new Error('The browser host loads one address per window');
    this.#url = new URL(url);
    this.webContents.mainFrame.url = url;
    await this.#serve();
    return this.#load.promise;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** The browser shows its window when it has one; whether it is minimized, it does not tell. */
  show(): void {}

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  /** Where its window stands, the browser decides and remembers; what was asked for is all that is known. */
  getNormalBounds(): Electron.Rectangle {
    const { width, height } = this.#size();
    return { x: 0, y: 0, width, height };
  }

  isMaximized(): boolean {
    return false;
  }

  maximize(): void {}

  isFullScreen(): boolean {
    return false;
  }

  setFullScreen(_flag: boolean): void {}

  /** Only a desktop's own window can be kept out of pictures; a browser's page cannot ask for it. */
  setContentProtection(_enable: boolean): void {}

  isContentProtected(): boolean {
    return false;
  }

  focus(): void {
    this.webContents.post({ type: 'focus' });
  }

  close(): boolean {
    if (this.#destroyed) return true;
    const event = hostEvent({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    clearTimeout(this.#absence);
    this.webContents.post({ type: 'close' });
    this.#opener?.stop();
    this.#server?.close();
    // As far as anybody waits for it; a window that is closed while it loads is no failure of the app's.
    this.#load.promise.catch(() => undefined);
    this.#load.reject(new Error(`ERR_FAILED (-2) loading '${this.#url?.href}'`));
    current = undefined;
    this.emit('closed');
    windowClosed(this);
  }

  async #serve(): Promise<void> {
    const folder = hostFolder();
    await listenAtOrigin(folder, async (origin) => {
      const server = this.#createServer(origin);
      await server.listen();
      this.#server = server;
      this.#hostOrigin = `http://${origin.name}:${origin.port}`;
    }).catch((error) => explainTakenPort(error, folder));
    const { width, height } = this.#size();
    this.#opener = new Opener({
      ...{ folder, width, height },
      printOnly: process.argv.includes('--print-address'),
      mintAddress: () => this.#server?.mintAddress() ?? '',
      closed: () => this.#browserExited(),
    });
    this.#opener.open();
  }

  #size(): { readonly width: number; readonly height: number } {
    return { ...DEFAULT_SIZE, ...this.#options };
  }

  #createServer(origin: HostOrigin): HostServer {
    const contents = this.webContents as unknown as Electron.WebContents;
    return new HostServer(origin, {
      document: () => this.#document(),
      handle: handleRequest,
      pageScript: (socketPath) => buildPageScript(this.#options.webPreferences?.preload, { socketPath }),
      permissionsPolicy: (written) => permissionsPolicy(contents, written),
      connected: (socket) => {
        this.#opener?.arrived();
        clearTimeout(this.#absence);
        this.#absence = undefined;
        this.#crashed = false;
        this.webContents.attach(socket);
      },
    });
  }

  #readyToShow(): void {
    if (this.#wasReady) return;
    this.#wasReady = true;
    this.emit('ready-to-show');
  }

  #document(): { readonly origin: string; readonly path: string } {
    const { protocol, host, pathname, search } = this.#url ?? new URL('app://none/');
    return { origin: `${protocol}//${host}`, path: `${pathname || '/'}${search}` };
  }

  #toAppUrl(pathOrUrl: string): string {
    const { origin } = this.#document();
    if (pathOrUrl.startsWith('/')) return `${origin}${pathOrUrl}`;
    const isOurs = pathOrUrl === this.#hostOrigin || pathOrUrl.startsWith(`${this.#hostOrigin}/`);
    return isOurs ? `${origin}${pathOrUrl.slice(this.#hostOrigin.length)}` : pathOrUrl;
  }

  #pageGone(clean: boolean): void {
    clearTimeout(this.#absence);
    if (this.#destroyed) return;
    this.#absence = setTimeout(() => this.#leave(clean), RELOAD_GRACE_MS);
  }

  #browserExited(): void {
    // A browser that hands over to a running one exits too: then its page is here or still to come.
    const isAway = this.#absence !== undefined || this.#crashed;
    if (isAway && !this.webContents.isConnected) this.#leave(true);
  }

  #leave(clean: boolean): void {
    if (this.#destroyed) return;
    if (!clean) {
      const details = { reason: 'crashed', exitCode: -1 };
      app.emit('render-process-gone', hostEvent({}), this.webContents, details);
      this.#crashed = true;
      // A crashed page's window is still there, for its person to load it again or to close it.
      if (this.#opener?.hasBrowser === true) return;
    }
    this.close();
  }
}

function explainTakenPort(error: NodeJS.ErrnoException, folder: string): never {
  if (error.code === 'EADDRINUSE') {
    console.error(`The browser host's port is taken by another program (${error.message}).`);
    console.error(`Free it, or delete ${originFile(folder)}: the page then starts with an empty storage.`);
  }
  throw error;
}
