// Who can talk to the browser host, and what it changes of what the app says. Plain clients, no browser.
import { type ChildProcess, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { decodeValue, encodeValue } from '../../browser-host/codec.ts';
import { SANDBOX_POLICY } from '../../browser-host/csp.ts';
import { MAX_MESSAGE_BYTES } from '../../browser-host/server.ts';
import { addressIn, collect, ROOT, spawnHost } from '../helpers/running-app.ts';

const APP_DIR = path.join(ROOT, 'test/helpers/contract-app');
/** As helpers/contract-app/main.mjs writes it. */
const WRITTEN_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'";

let folder: string;
let child: ChildProcess;
let output: () => string;
let exited: Promise<number | null>;
let address: URL;
let cookie: string;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Byte for byte what is given: neither path nor Host is touched on the way. */
function get(target: string, headers: Record<string, string> = {}, host = '127.0.0.1'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host, port: address.port, path: target, headers: { host: address.host, ...headers } },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8').on('data', (chunk) => {
          body += chunk;
        });
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
        );
        incoming.on('error', reject);
      },
    );
    outgoing.on('error', reject).end();
  });
}

function openSocket(headers: Record<string, string>): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${address.port}/.host/socket`, {
      headers: { host: address.host, ...headers },
    });
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

async function admittedSocket(): Promise<WebSocket> {
  const socket = await openSocket({ cookie, origin: address.origin });
  if (typeof socket === 'number') throw new Error(`refused: ${socket}`);
  return socket;
}

/** Sends a text frame's header alone (RFC 6455 §5.2): its length is refused before anything of it comes. */
function announceFrame(socket: WebSocket, length: number): void {
  const header = Buffer.alloc(14);
  header.writeUInt8(0x81, 0);
  header.writeUInt8(0xff, 1);
  header.writeBigUInt64BE(BigInt(length), 2);
  (socket as unknown as { _socket: Socket })._socket.write(header);
}

const closeCode = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once('close', resolve));

function invoke(socket: WebSocket, channel: string, ...args: unknown[]): Promise<unknown> {
  socket.send(encodeValue({ type: 'request', id: 1, method: 'invoke', channel, args }));
  return new Promise((resolve) => {
    socket.on('message', (data) => {
      const message = decodeValue(String(data)) as { type: string };
      if (message.type === 'answer') resolve(message);
    });
  });
}

async function startHost(env: Record<string, string> = {}): Promise<void> {
  folder = mkdtempSync(path.join(tmpdir(), 'airaccount-host-'));
  child = spawnHost(APP_DIR, { CONTRACT_USER_DATA: path.join(folder, 'user data'), ...env });
  output = collect(child);
  exited = new Promise((resolve) => child.once('exit', resolve));
  address = new URL(await addressIn(output, exited));
}

async function stopHost(): Promise<void> {
  child.kill('SIGKILL');
  await exited;
  rmSync(folder, { recursive: true, force: true });
}

describe('the browser host', () => {
  beforeAll(async () => {
    await startHost();
    const { status, headers } = await get(address.pathname + address.search);
    expect(status).toBe(200);
    const [set] = headers['set-cookie'] ?? [];
    expect(set).toMatch(/^airaccount_host=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    cookie = set?.split(';')[0] ?? '';
    const document = encodeValue({ type: 'notice', name: 'document', url: '/index.html' });
    (await admittedSocket()).send(document);
  });
  afterAll(stopHost);

  it('listens under a random name, on loopback only', async () => {
    expect(address.hostname).toMatch(/^[a-z0-9]{26}\.localhost$/);
    const outside = Object.values(networkInterfaces()).flatMap(
      (all) => all?.filter(({ internal }) => !internal) ?? [],
    );
    for (const { address: own, scopeid } of outside) {
      const host = scopeid ? `${own}%${scopeid}` : own;
      const code = await new Promise((resolve) => {
        const socket = connect({ host, port: Number(address.port) }, () => resolve('connected'));
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      });
      expect(code).not.toBe('connected');
    }
  });

  it('holds the same port on the other loopback address, so that nobody else can sit there', async () => {
    const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
      all?.some(({ address: own }) => own === '::1'),
    );
    if (!hasIpv6) return;
    expect((await get('/index.html', { cookie }, '::1')).status).toBe(200);
  });

  it('takes the token once', async () => {
    const again = await get(address.pathname + address.search);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    '/',
    '/index.html',
    '/.host/preload.js',
    '/.host/socket',
    '/favicon.ico',
    '/.host/open',
    '/nothing',
  ])('gives %s to nobody without the cookie', async (target) => {
    for (const headers of [{}, { cookie: 'airaccount_host=guess' }]) {
      const { status, headers: answered, body } = await get(target, headers);
      expect(status).toBe(403);
      expect(answered['set-cookie']).toBeUndefined();
      expect(body).not.toContain('contract');
    }
  });

  it('answers to its own name only', async () => {
    for (const host of [`127.0.0.1:${address.port}`, `localhost:${address.port}`, 'evil.example']) {
      expect((await get('/index.html', { cookie, host })).status).toBe(421);
    }
    expect((await get(`http://evil.example/index.html`, { cookie })).status).toBe(421);
  });

  it('refuses requests that another site caused', async () => {
    expect((await get('/index.html', { cookie, origin: 'http://evil.localhost' })).status).toBe(403);
    for (const site of ['cross-site', 'same-site']) {
      expect((await get('/index.html', { cookie, 'sec-fetch-site': site })).status).toBe(403);
    }
  });

  it('gives the preload as a script only', async () => {
    expect((await get('/.host/preload.js', { cookie, 'sec-fetch-dest': 'empty' })).status).toBe(403);
    const script = await get('/.host/preload.js', { cookie, 'sec-fetch-dest': 'script' });
    expect([script.status, script.headers['cross-origin-resource-policy']]).toEqual([200, 'same-origin']);
    expect(script.body).toContain('exposeInMainWorld');
  });

  it('passes the policy on as it was written, plus the one source of its socket and a sandbox', async () => {
    const { headers, body } = await get('/index.html', { cookie });
    const socketSource = `ws://${address.host}/.host/socket`;
    expect(headers['content-security-policy']).toBe(
      `${WRITTEN_POLICY}; connect-src ${socketSource}, ${SANDBOX_POLICY}`,
    );
    expect(SANDBOX_POLICY).not.toMatch(/popups|top-navigation/);
    expect(headers['x-contract']).toBe('contract');
    // And of the document: one script tag, ahead of everything.
    const [tag = ''] = /<script src="\/\.host\/preload\.js"><\/script>/.exec(body) ?? [];
    expect(body.indexOf(tag)).toBe(body.indexOf('<head>') + '<head>'.length);
    expect(body.replace(tag, '').match(/<script/g)).toHaveLength(1);
  });

  it('hands a path to the app as it came', async () => {
    const { status, headers } = await get('/..%2f..%2fetc/passwd?a=%00', { cookie });
    expect([status, headers['x-contract']]).toEqual([404, 'contract?a=%00']);
    const socket = await admittedSocket();
    socket.send(encodeValue({ type: 'notice', name: 'document', url: '/index.html' }));
    const answer = JSON.stringify(await invoke(socket, 'probe', 'seen'));
    expect(answer).toContain('app://contract/..%2f..%2fetc/passwd?a=%00');
    expect(answer).not.toContain('"hasCookie":true');
  });

  it('breaks the connection when the app’s handler fails, and tells nothing of the error', async () => {
    await expect(get('/throws', { cookie })).rejects.toThrow(/socket hang up|ECONNRESET/);
  });

  it('gives a saved file once, to the admitted browser', async () => {
    const socket = await admittedSocket();
    const offered = new Promise<string>((resolve) => {
      socket.on('message', (data) => {
        const message = decodeValue(String(data)) as { type: string; path?: string };
        if (message.type === 'download') resolve(message.path ?? '');
      });
    });
    await invoke(socket, 'probe', 'save', '../x y.csv', 'saved');
    const target = await offered;
    expect(target).toMatch(/^\/\.host\/download\/[0-9a-f]{32}$/);
    expect((await get(target)).status).toBe(403);
    const given = await get(target, { cookie });
    expect([given.status, given.body]).toEqual([200, 'saved']);
    expect(given.headers['content-disposition']).toBe("attachment; filename*=UTF-8''x%20y.csv");
    expect((await get(target, { cookie })).status).toBe(404);
    await expect.poll(() => readdirSync(path.join(folder, 'user data/browser-host/saved'))).toEqual([]);
  });

  describe('its socket', () => {
    it('needs cookie, origin and name', async () => {
      const { origin } = address;
      expect(await openSocket({ origin })).toBe(403);
      expect(await openSocket({ cookie })).toBe(403);
      expect(await openSocket({ cookie, origin: 'null' })).toBe(403);
      expect(await openSocket({ cookie, origin: 'http://evil.localhost' })).toBe(403);
      expect(await openSocket({ cookie, origin, host: `localhost:${address.port}` })).toBe(403);
    });

    it('is one: a new page takes the place of the old', async () => {
      const first = await admittedSocket();
      const gone = closeCode(first);
      const second = await admittedSocket();
      expect(await gone).toBe(4000);
      expect(await invoke(second, 'echo', 1)).toMatchObject({ ok: true, value: [1] });
    });

    it('closes on what is too large or malformed, and the app stays', async () => {
      const large = await admittedSocket();
      const largeGone = closeCode(large);
      announceFrame(large, MAX_MESSAGE_BYTES + 1);
      expect(await largeGone).toBe(1009);
      for (const text of ['no json', '[null]', '[["object","type",1],"request"]', '[["Function","a"]]']) {
        const socket = await admittedSocket();
        const gone = closeCode(socket);
        socket.send(text);
        expect(await gone).toBe(1008);
      }
      const socket = await admittedSocket();
      expect(await invoke(socket, 'echo', 'still here')).toMatchObject({ value: ['still here'] });
    });

    it('knows no channels but those with a handler', async () => {
      const socket = await admittedSocket();
      for (const channel of ['__proto__', 'constructor', 'toString', '']) {
        expect(await invoke(socket, channel)).toMatchObject({
          ok: false,
          error: expect.stringContaining('No handler'),
        });
      }
    });
  });

  it('does not become a debugger on SIGUSR1', async () => {
    if (process.platform === 'win32') return;
    const { status, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'browser-host/start.ts')], {
      cwd: APP_DIR,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining('--disable-sigusr1')]);
    expect(child.spawnargs).toContain('--disable-sigusr1');
  });
});

describe.runIf(process.platform === 'linux')('the window that the host opens', () => {
  afterEach(stopHost);

  /** Stands in for Chromium: writes down how it was started, then ends or waits. */
  function fakeBrowser(lastLine: string): { readonly file: string; readonly report: string } {
    const [file, report] = [path.join(folder, 'chromium'), path.join(folder, 'report')];
    writeFileSync(
      file,
      `#!/bin/sh\n{ echo "$@"; env; } > ${report}.new; mv ${report}.new ${report}\n${lastLine}\n`,
    );
    chmodSync(file, 0o755);
    return { file, report };
  }

  async function startWindow(lastLine: string): Promise<string> {
    folder = mkdtempSync(path.join(tmpdir(), 'airaccount-host-'));
    const { file, report } = fakeBrowser(lastLine);
    const env = { CONTRACT_USER_DATA: path.join(folder, 'data'), CHROMIUM_PATH: file, DISPLAY: ':nowhere' };
    child = spawnHost(APP_DIR, { ...env, DB_MASTER_KEY: 'ab'.repeat(32) }, []);
    output = collect(child);
    exited = new Promise((resolve) => child.once('exit', resolve));
    await expect.poll(() => existsSync(report), { timeout: 10_000 }).toBe(true);
    return readFileSync(report, 'utf8');
  }

  it('gets its address through a private file, and no secret of the environment', async () => {
    const report = await startWindow('sleep 60');
    const startPage = path.join(folder, 'data/browser-host/start.html');
    const token = /token=([\w-]{43})/.exec(readFileSync(startPage, 'utf8'))?.[1] ?? 'missing';
    expect(statSync(startPage).mode & 0o077).toBe(0);
    expect(statSync(path.dirname(startPage)).mode & 0o077).toBe(0);
    expect(report).toContain(`--app=file://${startPage}`);
    expect(report).toContain('--window-size=900,700');
    expect(report).not.toContain(token);
    expect(report).not.toContain('DB_MASTER_KEY');
    expect(output()).not.toContain(token);
    for (const pid of [child.pid, process.pid]) {
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(token);
    }
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(existsSync(startPage)).toBe(false);
  });

  it('is replaced by a printed address when it cannot stay open', async () => {
    await startWindow('exit 1');
    address = new URL(await addressIn(output, exited));
    expect((await get(address.pathname + address.search)).status).toBe(200);
  });
});
