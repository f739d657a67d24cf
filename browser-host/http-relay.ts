// One browser request → the app's protocol handler → the browser. Changes exactly four things of an answer: the
// CSP's connect-src, denials added to the Permissions-Policy, and in a document its sandbox and the preload's script.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { addConnectSource, SANDBOX_POLICY } from './csp.ts';

export interface Relay {
  readonly appOrigin: string;
  readonly hostOrigin: string;
  readonly socketSource: string;
  readonly scriptPath: string;
  permissionsPolicy(written: string): string;
  handle(request: Request): Promise<Response>;
}

/** What belongs to the host's own connection and login, not to the app. */
const HOST_HEADERS = new Set(['host', 'cookie', 'connection', 'keep-alive', 'upgrade', 'transfer-encoding']);

export async function relayRequest(
  request: IncomingMessage,
  response: ServerResponse,
  relay: Relay,
): Promise<void> {
  const answer = await relay.handle(toAppRequest(request, relay));
  const headers = new Headers(answer.headers);
  const policy = headers.get('content-security-policy');
  if (policy !== null) headers.set('content-security-policy', addConnectSource(policy, relay.socketSource));
  const permissions = relay.permissionsPolicy(headers.get('permissions-policy') ?? '');
  headers.set('permissions-policy', permissions);
  const isDocument =
    (request.headers['sec-fetch-dest'] ?? 'document') === 'document' &&
    (headers.get('content-type') ?? '').toLowerCase().startsWith('text/html');
  if (isDocument) {
    headers.delete('content-length');
    headers.append('content-security-policy', SANDBOX_POLICY);
    send(response, answer.status, headers);
    response.end(request.method === 'HEAD' ? '' : injectScript(await answer.text(), relay.scriptPath));
    return;
  }
  send(response, answer.status, headers);
  if (answer.body === null || request.method === 'HEAD') response.end();
  else await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
}

function toAppRequest(request: IncomingMessage, relay: Relay): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || HOST_HEADERS.has(name)) continue;
    // The app knows itself by its own origin only.
    headers.set(name, String(value).replaceAll(relay.hostOrigin, relay.appOrigin));
  }
  const method = request.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(`${relay.appOrigin}${request.url ?? '/'}`, {
    method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(request), duplex: 'half' } : {}),
  });
}

function send(response: ServerResponse, status: number, headers: Headers): void {
  response.writeHead(status, [...headers].flat());
}

/** First in the document's head, so that it runs before anything of the page. */
export function injectScript(html: string, scriptPath: string): string {
  const tag = `<script src="${scriptPath}"></script>`;
  const head = /<head(\s[^>]*)?>/i.exec(html);
  if (head === null) return /^\s*<!doctype[^>]*>/i.test(html) ? html.replace(/>/, `>${tag}`) : tag + html;
  const end = head.index + head[0].length;
  return html.slice(0, end) + tag + html.slice(end);
}
