// Electron's `webContents` over the page's socket: what the page asks is answered by main's handlers,
// what main sends reaches the page. Addresses are given to main as the app's own (`app://…`).
import { EventEmitter } from 'node:events';
import type { RawData, WebSocket } from 'ws';
import { decodeValue, encodeValue } from './codec.ts';
import { hostEvent } from './host-event.ts';
import { dispatchInvoke } from './ipc-main.ts';
import { announceMenuKeys, pressMenuKey } from './menu.ts';
import { type PageNotice, type PageRequest, parsePageMessage } from './page-messages.ts';
import { isGranted, mayDownload } from './session.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];
type Permission = Parameters<typeof isGranted>[1];

/** The page's top frame; a reload is another document in the same frame. */
class MainFrame {
  readonly parent = null;
  url = '';

  get top(): this {
    return this;
  }

  get origin(): string {
    const { protocol, host } = new URL(this.url);
    return `${protocol}//${host}`;
  }
}

export interface PageEvents {
  /** `path` lies under the app's origin; other addresses are absolute. */
  toAppUrl(pathOrUrl: string): string;
  ready(): void;
  loaded(): void;
  isDestroyed(): boolean;
  /** `clean` unless the connection ended without the page having said that it is left. */
  gone(clean: boolean): void;
}

/** Says the page as it is left; see page/socket.ts. Any other end is a crash of the page or its browser. */
const LEFT_CODE = 4_001;

export class WebContents extends EventEmitter {
  readonly mainFrame = new MainFrame();
  readonly #events: PageEvents;
  #openHandler: OpenHandler | undefined;
  #socket: WebSocket | undefined;
  readonly #questions = new Map<number, (isConfirmed: boolean) => void>();
  #nextQuestion = 1;

  constructor(events: PageEvents) {
    super();
    this.#events = events;
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** Lost when no page is there, as in Electron. @throws Error when an argument cannot be cloned */
  send(channel: string, ...args: unknown[]): void {
    this.post({ type: 'message', channel, args });
  }

  isDestroyed(): boolean {
    return this.#events.isDestroyed();
  }

  reload(): void {
    this.post({ type: 'reload' });
  }

  /** The browser zooms its pages by itself, and remembers it; of that it tells nothing. */
  getZoomLevel(): number {
    return 0;
  }

  setZoomLevel(_level: number): void {}

  /** Host only. */
  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  /** Host only: to the page's runtime. */
  post(message: object): void {
    const text = encodeValue(message);
    if (this.#socket?.readyState === this.#socket?.OPEN) this.#socket?.send(text);
  }

  /** Host only: asks whoever sits before the page; nobody there, or not any more, is a no. */
  confirm(text: string): Promise<boolean> {
    if (!this.isConnected) return Promise.resolve(false);
    const question = this.#nextQuestion;
    this.#nextQuestion += 1;
    return new Promise((resolve) => {
      this.#questions.set(question, resolve);
      this.post({ type: 'confirm', question, text });
    });
  }

  #settle(question: number, isConfirmed: boolean): undefined {
    this.#questions.get(question)?.(isConfirmed);
    this.#questions.delete(question);
  }

  /** Host only: takes the page's new connection. */
  attach(socket: WebSocket): void {
    for (const question of [...this.#questions.keys()]) this.#settle(question, false);
    this.#socket = socket;
    announceMenuKeys((keys) => this.post({ type: 'menu-keys', keys }));
    socket.on('message', (data) => {
      this.#receive(socket, data).catch(() => socket.close(1008, 'malformed'));
    });
    // `ws` closes by itself with 1009 or 1002; `close` follows.
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      for (const question of [...this.#questions.keys()]) this.#settle(question, false);
      this.#events.gone(code === LEFT_CODE);
    });
  }

  async #receive(socket: WebSocket, data: RawData): Promise<void> {
    // Of a page that another has replaced, nothing more is heard.
    if (this.#socket !== socket) return;
    const message = parsePageMessage(decodeValue(String(data)));
    if (message.type === 'notice') return this.#notice(message);
    const { id } = message;
    let answer: string;
    try {
      answer = encodeValue({ type: 'answer', id, ok: true, value: await this.#answer(message) });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      answer = encodeValue({ type: 'answer', id, ok: false, error: text });
    }
    socket.send(answer);
  }

  #notice({ name, url }: PageNotice): void {
    this.mainFrame.url = this.#events.toAppUrl(url);
    if (name === 'dom-ready') this.#events.ready();
    if (name === 'loaded') this.#events.loaded();
  }

  #answer(request: PageRequest): Promise<unknown> {
    switch (request.method) {
      case 'invoke':
        return dispatchInvoke(this.#invokeEvent(), request.channel, request.args);
      case 'navigate':
        return Promise.resolve(this.#mayNavigate(this.#events.toAppUrl(request.url)));
      case 'open-window':
        return Promise.resolve(this.#askToOpen(request));
      case 'permission':
        return isGranted(this.#asElectrons(), request.permission as Permission);
      case 'download':
        return Promise.resolve(mayDownload(this.#asElectrons(), this.#events.toAppUrl(request.url)));
      case 'menu-key':
        return Promise.resolve(pressMenuKey(request.accelerator));
      case 'confirmed':
        return Promise.resolve(this.#settle(request.question, request.yes));
    }
  }

  #asElectrons(): Electron.WebContents {
    return this as unknown as Electron.WebContents;
  }

  #invokeEvent() {
    return hostEvent({
      type: 'frame' as const,
      processId: 1,
      frameId: 1,
      sender: this,
      senderFrame: this.mainFrame,
    });
  }

  #mayNavigate(url: string): boolean {
    const frame = this.mainFrame;
    const event = hostEvent({ url, isSameDocument: false, isMainFrame: true, frame, initiator: frame });
    this.emit('will-frame-navigate', event);
    return !event.defaultPrevented;
  }

  /** Main is asked as in Electron, but whatever it answers, the host opens no second window. */
  #askToOpen(request: Extract<PageRequest, { method: 'open-window' }>): false {
    const { frameName, features } = request;
    this.#openHandler?.({
      url: this.#events.toAppUrl(request.url),
      frameName,
      features,
      disposition: features === '' ? 'foreground-tab' : 'new-window',
      referrer: { url: '', policy: 'no-referrer' },
    });
    return false;
  }
}
