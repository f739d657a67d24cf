// The page's one socket to the host: requests answered by id, and messages that main sends.
import { decodeValue, encodeValue } from '../codec.ts';

const GONE = 'The app is not behind this page any more.';
const RETRY_MS = 300;
const GIVE_UP_MS = 5_000;
/** Close code: the page was left, reloaded or its window closed. */
const LEFT_CODE = 4_001;
/** The host's: another page has taken this one's place. */
const REPLACED_CODE = 4_000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type FromHost =
  | { readonly type: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly ok: false; readonly error: string }
  | { readonly type: 'message'; readonly channel: string; readonly args: unknown[] }
  | { readonly type: 'menu-keys'; readonly keys: readonly string[] }
  | { readonly type: 'download'; readonly path: string }
  | { readonly type: 'confirm'; readonly question: number; readonly text: string }
  | { readonly type: 'reload' }
  | { readonly type: 'focus' }
  | { readonly type: 'close' };

export interface HostSocketEvents {
  onMessage(channel: string, args: readonly unknown[]): void;
  onMenuKeys(keys: readonly string[]): void;
  onDownload(path: string): void;
  /** Whether the person says yes. */
  onConfirm(text: string): boolean;
  /** For good: the app has ended, or is shown by another page now. */
  onEnd(why: 'ended' | 'replaced'): void;
}

export class HostSocket {
  readonly #address: string;
  readonly #events: HostSocketEvents;
  readonly #waiting = new Map<number, Waiting>();
  #unsent: string[] = [];
  #socket: WebSocket | undefined;
  #nextId = 1;
  #lostAtMs: number | undefined;
  #ended = false;

  constructor(path: string, events: HostSocketEvents) {
    this.#address = `ws://${location.host}${path}`;
    this.#events = events;
    // A page that crashes cannot say this: so the host tells the two apart.
    addEventListener('pagehide', () => this.#socket?.close(LEFT_CODE));
    this.#connect();
  }

  /** @throws Error when something in `payload` cannot be cloned */
  request(method: string, payload: object): Promise<unknown> {
    const id = this.#nextId;
    const text = encodeValue({ ...payload, type: 'request', id, method });
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(new Error(GONE));
      this.#waiting.set(id, { resolve, reject });
      this.#send(text);
    });
  }

  /** Lost when the host is away: it hears of the document's state anew when it is back. */
  notify(name: 'document' | 'dom-ready' | 'loaded'): void {
    const url = location.pathname + location.search + location.hash;
    if (this.#isOpen()) this.#socket?.send(encodeValue({ type: 'notice', name, url }));
  }

  #isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  #send(text: string): void {
    if (this.#isOpen()) this.#socket?.send(text);
    else this.#unsent.push(text);
  }

  #connect(): void {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#lostAtMs = undefined;
      this.notify('document');
      if (document.readyState !== 'loading') this.notify('dom-ready');
      if (document.readyState === 'complete') this.notify('loaded');
      for (const text of this.#unsent.splice(0)) socket.send(text);
    });
    socket.addEventListener('message', ({ data }) => this.#receive(decodeValue(String(data)) as FromHost));
    socket.addEventListener('close', ({ code }) => {
      if (code === REPLACED_CODE) this.#end('replaced');
      else this.#lost();
    });
  }

  #receive(message: FromHost): void {
    switch (message.type) {
      case 'answer': {
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.ok) waiting?.resolve(message.value);
        else waiting?.reject(new Error(message.error));
        return;
      }
      case 'message':
        this.#events.onMessage(message.channel, message.args);
        return;
      case 'menu-keys':
        this.#events.onMenuKeys(message.keys);
        return;
      case 'download':
        this.#events.onDownload(message.path);
        return;
      case 'confirm': {
        const { question, text } = message;
        const yes = this.#events.onConfirm(text);
        void this.request('confirmed', { question, yes }).catch(() => undefined);
        return;
      }
      case 'reload':
        location.reload();
        return;
      case 'focus':
        window.focus();
        return;
      case 'close':
        this.#end('ended');
    }
  }

  /** What was sent may have been lost with the connection: its callers are told, never left waiting. */
  #lost(): void {
    if (this.#ended) return;
    this.#rejectAll('The connection to the app was lost.');
    this.#lostAtMs ??= performance.now();
    if (performance.now() - this.#lostAtMs > GIVE_UP_MS) this.#end('ended');
    else setTimeout(() => this.#connect(), RETRY_MS);
  }

  #end(why: 'ended' | 'replaced'): void {
    this.#ended = true;
    this.#rejectAll(GONE);
    this.#socket?.close();
    this.#events.onEnd(why);
  }

  #rejectAll(reason: string): void {
    const waiters = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#unsent = [];
    for (const waiting of waiters) waiting.reject(new Error(reason));
  }
}
