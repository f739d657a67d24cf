import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseEndpoint } from '../../../../main/networks/endpoint-url.ts';
import { MAX_BODY_BYTES, postJson } from '../../../../main/networks/http-post.ts';
import { type Behaviour, HostileNode } from '../../../helpers/hostile-node.ts';
import { ALWAYS } from '../../../helpers/network-fixture.ts';
import { selfSigned } from '../../../helpers/self-signed.ts';

let node: HostileNode;
beforeEach(async () => {
  node = await HostileNode.start();
});
afterEach(() => node.stop());

function post(url = node.url, { signal = ALWAYS, timeoutMs = 5_000 } = {}) {
  return postJson(parseEndpoint(url), '{}', { signal, timeoutMs });
}

const refusals: [string, string, Behaviour][] = [
  ['nothing but a closed connection', 'unreachable', (_, response) => response.destroy()],
  ['a redirect', 'redirected', (_, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
  ['a permanent redirect', 'redirected', (_, r) => r.writeHead(308, { location: 'https://e.example' }).end()],
  ['401', 'unauthorized', (_, response) => response.writeHead(401).end()],
  ['403 with a page', 'unauthorized', (_, response) => response.writeHead(403).end('<html>')],
  ['429', 'rate-limited', (_, response) => response.writeHead(429).end('{}')],
  ['502', 'server-error', (_, response) => response.writeHead(502).end('<html>Bad gateway</html>')],
  [
    'half a body',
    'incomplete',
    (_, r) => r.writeHead(200, { 'content-length': 100 }).write('{"id"', () => r.destroy()),
  ],
  [
    'a body said to be huge',
    'too-large',
    (_, r) => void r.writeHead(200, { 'content-length': MAX_BODY_BYTES + 1 }).write('{'),
  ],
  ['a huge body', 'too-large', (_, response) => response.end(Buffer.alloc(MAX_BODY_BYTES + 1, 32))],
  ['bytes that are no text', 'not-json', (_, response) => response.end(Buffer.from([0x22, 0xff, 0x22]))],
  [
    'a compressed bomb',
    'too-large',
    (_, r) =>
      r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * MAX_BODY_BYTES))),
  ],
  [
    'what is not compressed as it says',
    'incomplete',
    (_, r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end('{}'),
  ],
];

describe('an answer', () => {
  it.each(refusals)('of %s is %s', async (_, reason, behave) => {
    node.behave = behave;
    await expect(post()).rejects.toMatchObject({ problem: { reason, endpoint: node.url } });
    expect(node.asked).toHaveLength(1);
  });

  it('is read to its limit', async () => {
    node.behave = (_, response) => response.end(Buffer.alloc(MAX_BODY_BYTES, 32));
    await expect(post()).resolves.toMatchObject({ status: 200, text: ' '.repeat(MAX_BODY_BYTES) });
  });

  it('that never starts, or comes byte by byte, is given up', async () => {
    node.behave = () => undefined;
    await expect(post(node.url, { timeoutMs: 100 })).rejects.toMatchObject({ reason: 'timed-out' });
    node.behave = (_, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    };
    await expect(post(node.url, { timeoutMs: 200 })).rejects.toMatchObject({ reason: 'timed-out' });
  });

  it('nobody waits for any more is called off', async () => {
    const controller = new AbortController();
    node.behave = () => controller.abort();
    await expect(post(node.url, { signal: controller.signal })).rejects.toMatchObject({
      reason: 'cancelled',
    });
  });

  it('tells how long to stay away, within reason', async () => {
    node.behave = (_, response) => response.writeHead(429, { 'retry-after': '2' }).end();
    await expect(post()).rejects.toMatchObject({ retryAfterMs: 2_000 });
    node.behave = (_, response) => response.writeHead(429, { 'retry-after': '86400' }).end();
    await expect(post()).rejects.toMatchObject({ retryAfterMs: 30_000 });
  });
});

describe('a request', () => {
  it('carries credentials in its header and nowhere else', async () => {
    node.behave = (_, response) => response.end('{}');
    await post(node.url.replace('://', '://user:secret-word@'));
    expect(node.asked[0]?.headers.authorization).toBe(`Basic ${btoa('user:secret-word')}`);
    expect(node.asked[0]?.url).toBe('/');
  });

  it('that certainly never arrived is told from one that may have', async () => {
    node.behave = (_, response) => response.destroy();
    await expect(post()).rejects.toMatchObject({ reason: 'unreachable', mayHaveArrived: true });
    const closed = await HostileNode.start();
    const { url } = closed;
    await closed.stop();
    await expect(post(url)).rejects.toMatchObject({ reason: 'unreachable', mayHaveArrived: false });
  });

  it('never gets to a server that nobody vouches for', async () => {
    const asked: string[] = [];
    const server = createTlsServer(selfSigned(), (request, response) => {
      asked.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      await expect(post(`https://127.0.0.1:${port}`)).rejects.toMatchObject({
        reason: 'tls',
        mayHaveArrived: false,
      });
      expect(asked).toEqual([]);
    } finally {
      server.close();
    }
  });

  it('is not answered where TLS does not hold', async () => {
    const plain = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = plain.address() as AddressInfo;
      await expect(post(`https://127.0.0.1:${port}`)).rejects.toMatchObject({
        reason: 'tls',
      });
    } finally {
      plain.close();
    }
  });
});

it.each([
  ['CERT_HAS_EXPIRED', false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', false],
  ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', true],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', true],
])('after %s it may have arrived: %s', async (code, mayHaveArrived) => {
  // The last two are what the other end says, in TLS 1.3 also after it has read everything.
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed', { cause: { code } })));
  try {
    await expect(post()).rejects.toMatchObject({ reason: 'tls', mayHaveArrived });
  } finally {
    vi.unstubAllGlobals();
  }
});
