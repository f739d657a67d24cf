// The host's HTTP server on loopback: admits one browser, passes every request to the app's protocol
// handler, and carries the window's socket. Decides nothing about pages; see delegate.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { Admission, COOKIE_NAME } from './admission.ts';
import { DOWNLOAD_PATH, sendDownload } from './downloads.ts';
import { relayRequest } from './http-relay.ts';
import type { HostOrigin } from './origin.ts';

const OPEN_PATH = '/.host/open';
const SCRIPT_PATH = '/.host/preload.js';
const SOCKET_PATH = '/.host/socket';
/** A text of 64 MiB, which pages may ask to save, with half its characters escaped. */
export const MAX_MESSAGE_BYTES = 128 * 1_048_576;

export interface ServerDelegate {
  /** The page's document: the app's own origin (`app://…`) and a path under it. */
  document(): { readonly origin: string; readonly path: string };
  handle(request: Request): Promise<Response>;
  pageScript(socketPath: string): string;
  permissionsPolicy(written: string): string;
  connected(socket: WebSocket): void;
}

export class HostServer {
  readonly #delegate: ServerDelegate;
  readonly #origin: HostOrigin;
  readonly #admission: Admission;
  readonly #servers: Server[] = [];
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

  constructor(origin: HostOrigin, delegate: ServerDelegate) {
    this.#origin = origin;
    this.#delegate = delegate;
    this.#admission = new Admission(`${origin.name}:${origin.port}`);
  }

  /**
   * Listens on both loopback addresses: browsers try each for a `.localhost` name, and whoever sat on the
   * other one would be handed the token.
   * @throws Error when the port is taken on either
   */
  async listen(): Promise<void> {
    try {
      await this.#listenOn('127.0.0.1');
      await this.#listenOn('::1').catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') throw error;
      });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    for (const client of this.#sockets.clients) client.close(1001);
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
  }

  /** The address that admits whoever opens it first, for two minutes; the one before it is void. */
  mintAddress(): string {
    return `${this.#admission.origin}${OPEN_PATH}?token=${this.#admission.mintToken()}`;
  }

  #listenOn(host: string): Promise<void> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#servers.push(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port: this.#origin.port, exclusive: true, ipv6Only: true }, resolve);
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '';
    if (!this.#admission.isForUs(request.headers) || !target.startsWith('/')) return refuse(response, 421);
    const path = target.split('?', 1)[0];
    if (path === OPEN_PATH) return this.#open(request, response, target);
    if (!this.#admission.isAdmitted(request.headers)) return refuse(response, 403);
    if (path === SCRIPT_PATH) return this.#script(request, response);
    if (path?.startsWith(DOWNLOAD_PATH)) return this.#download(response, path);
    // Browsers ask for it of every http page, Electron of none.
    if (path === '/favicon.ico') return void response.writeHead(204).end();
    await relayRequest(request, response, {
      appOrigin: this.#delegate.document().origin,
      hostOrigin: this.#admission.origin,
      socketSource: `ws://${this.#origin.name}:${this.#origin.port}${SOCKET_PATH}`,
      scriptPath: SCRIPT_PATH,
      permissionsPolicy: (written) => this.#delegate.permissionsPolicy(written),
      handle: (appRequest) => this.#delegate.handle(appRequest),
    });
  }

  #open(request: IncomingMessage, response: ServerResponse, target: string): void {
    const token = new URL(target, this.#admission.origin).searchParams.get('token') ?? '';
    const cookie = request.method === 'GET' ? this.#admission.exchange(token) : undefined;
    if (cookie === undefined) {
      refuse(response, 403);
      return;
    }
    response.setHeader('Set-Cookie', `${COOKIE_NAME}=${cookie}; Path=/; HttpOnly; SameSite=Strict`);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    secure(response, "default-src 'none'");
    // A page of ours, not a redirect: only a navigation that starts here carries a Strict cookie.
    response.end(
      `<!doctype html><meta http-equiv="refresh" content="0;url=${this.#delegate.document().path}">`,
    );
  }

  #script(request: IncomingMessage, response: ServerResponse): void {
    // Only as a script of our own page, never as something that another page or a fetch reads.
    const destination = request.headers['sec-fetch-dest'];
    if (destination !== undefined && destination !== 'script') {
      refuse(response, 403);
      return;
    }
    response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
    secure(response, "default-src 'none'");
    response.end(this.#delegate.pageScript(SOCKET_PATH));
  }

  async #download(response: ServerResponse, path: string): Promise<void> {
    secure(response, "default-src 'none'");
    if (!(await sendDownload(path, response))) refuse(response, 404);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url !== SOCKET_PATH || !this.#admission.isAdmittedSocket(request.headers)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      // One client: a reload's new socket takes the place of the old document's.
      for (const other of this.#sockets.clients) if (other !== client) other.close(4_000, 'replaced');
      this.#delegate.connected(client);
    });
  }
}

function secure(response: ServerResponse, policy: string): void {
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
}

function refuse(response: ServerResponse, status: number): void {
  secure(response, "default-src 'none'");
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(status === 403 ? 'Open the newest address that AirAccount printed.\n' : '');
}
