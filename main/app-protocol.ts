// app://airaccount/…: serves the measured bytes of the renderer and nothing else. A path is looked up as it
// came, in a table: it is never decoded, joined or handed to the file system.
import { protocol } from 'electron';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://airaccount';
export const APP_INDEX = `${APP_ORIGIN}/index.html`;

/** Where the renderer's files lie among the client's. */
const RENDERER_FOLDER = 'renderer/';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  woff2: 'font/woff2',
  woff: 'font/woff',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
};

/** `connect-src` stays out of it: the page calls main over its bridge, so `default-src` denies the rest. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  'cache-control': 'no-store',
} as const;

/** Before `ready`: a standard, secure scheme has an origin, and so storage and a policy of its own. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export function serveApp(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): void {
  const answer = createAppHandler(files);
  protocol.handle(APP_SCHEME, answer);
}

type ServedFiles = ReadonlyMap<
  string,
  { readonly bytes: Uint8Array<ArrayBuffer>; readonly contentType: string }
>;

export function createAppHandler(
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): (request: Pick<Request, 'method' | 'url'>) => Response {
  const served = servedFiles(files);
  return ({ method, url }) => {
    if (method !== 'GET') return refusal(405);
    // The whole address is compared, so that no host, port, user or query but ours is answered.
    const file = served.get(url === `${APP_ORIGIN}/` ? APP_INDEX : url);
    if (file === undefined) return refusal(404);
    return new Response(file.bytes, { headers: { ...HEADERS, 'content-type': file.contentType } });
  };
}

/** By address. A file of a kind that is not in the table above is not served. */
function servedFiles(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): ServedFiles {
  const served = new Map<string, { bytes: Uint8Array<ArrayBuffer>; contentType: string }>();
  for (const [path, bytes] of files) {
    const contentType = CONTENT_TYPES[path.slice(path.lastIndexOf('.') + 1)];
    if (!path.startsWith(RENDERER_FOLDER) || contentType === undefined) continue;
    served.set(`${APP_ORIGIN}/${path.slice(RENDERER_FOLDER.length)}`, { bytes, contentType });
  }
  return served;
}

function refusal(status: 404 | 405): Response {
  return new Response(null, { status, headers: HEADERS });
}
