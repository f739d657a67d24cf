import { describe, expect, it, vi } from 'vitest';
import {
  APP_INDEX,
  CONTENT_SECURITY_POLICY,
  createAppHandler,
  registerAppScheme,
  serveApp,
} from '../../../main/app-protocol.ts';
import { utf8ToBytes } from '../../../tee-sim/protocol/bytes.ts';
import { protocol } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(utf8ToBytes(text));
const files = new Map([
  ['renderer/index.html', bytes('<!doctype html>')],
  ['renderer/assets/index-A1b2.js', bytes('1')],
  ['renderer/assets/index.css', bytes('a{}')],
  ['renderer/assets/inter.woff2', bytes('font')],
  ['renderer/assets/secret.exe', bytes('MZ')],
  ['preload/index.cjs', bytes('preload')],
  // as long as `renderer/`, so that cutting it off would leave an address
  ['elsewher/page.html', bytes('not of the page')],
]);
const handle = createAppHandler(files);
const get = (url: string, method = 'GET'): Response => handle({ url, method });

describe('what is served', () => {
  it.each([
    ['app://airaccount/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://airaccount/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://airaccount/assets/index-A1b2.js', 'text/javascript; charset=utf-8', '1'],
    ['app://airaccount/assets/index.css', 'text/css; charset=utf-8', 'a{}'],
    ['app://airaccount/assets/inter.woff2', 'font/woff2', 'font'],
  ])('%s', async (url, contentType, text) => {
    const response = get(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(contentType);
    expect(await response.text()).toBe(text);
  });
});

describe('what is not served', () => {
  it.each([
    'app://airaccount/missing.js',
    'app://airaccount/assets',
    'app://airaccount/assets/',
    // the measured files that are not the page's, and kinds without a content type
    'app://airaccount/page.html',
    'app://airaccount/elsewher/page.html',
    'app://airaccount/preload/index.cjs',
    'app://airaccount/renderer/index.html',
    'app://airaccount/assets/secret.exe',
    // out of the folder, in every spelling
    'app://airaccount/../preload/index.cjs',
    'app://airaccount/assets/../../preload/index.cjs',
    'app://airaccount/assets/../index.html',
    'app://airaccount/./index.html',
    'app://airaccount/%2e%2e/preload/index.cjs',
    'app://airaccount/%2e%2e%2fpreload%2findex.cjs',
    'app://airaccount/..%2fpreload/index.cjs',
    'app://airaccount/%252e%252e/preload/index.cjs',
    'app://airaccount/..\\preload\\index.cjs',
    'app://airaccount/assets\\index.css',
    'app://airaccount/..%5cpreload%5cindex.cjs',
    'app://airaccount/%c0%ae%c0%ae/preload/index.cjs',
    'app://airaccount//etc/passwd',
    'app://airaccount//index.html',
    'app://airaccount/assets//index.css',
    'app://airaccount/C:/Windows/win.ini',
    'app://airaccount/file:///etc/passwd',
    'app://airaccount/index.html\0',
    'app://airaccount/index.html%00',
    'app://airaccount/index.html%00.js',
    'app://airaccount/index.html/',
    'app://airaccount/index.html.',
    'app://airaccount/index.html::$DATA',
    'app://airaccount/INDEX.HTML',
    'app://airaccount/%69ndex.html',
    'app://airaccount/index.html?',
    'app://airaccount/index.html?x=1',
    'app://airaccount/index.html#x',
    'app://airaccount/constructor',
    'app://airaccount/__proto__',
    // other authorities
    'app://airaccount',
    'app://AIRACCOUNT/index.html',
    'app://airaccount./index.html',
    'app://airaccount:80/index.html',
    'app://user@airaccount/index.html',
    'app://airaccount@example.org/index.html',
    'app://airaccount.example.org/index.html',
    'app://example.org/index.html',
    'app:///index.html',
    'app:index.html',
    'https://airaccount/index.html',
    'file:///index.html',
    '/index.html',
    '',
  ])('%j', async (url) => {
    const response = get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'get', ''])('method %j', (method) => {
    expect(get(APP_INDEX, method).status).toBe(405);
  });
});

describe('headers', () => {
  it.each([APP_INDEX, 'app://airaccount/assets/index-A1b2.js', 'app://airaccount/missing'])(
    'of %s',
    (url) => {
      const { headers } = get(url);
      expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );

  const directives = new Map(
    CONTENT_SECURITY_POLICY.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values] as const;
    }),
  );

  it('deny by default and allow only our own origin', () => {
    expect(directives.get('default-src')).toEqual(["'none'"]);
    for (const name of ['base-uri', 'form-action', 'frame-ancestors', 'trusted-types']) {
      expect([name, directives.get(name)]).toEqual([name, ["'none'"]]);
    }
    for (const [name, values] of directives) {
      if (!name.endsWith('-src')) continue;
      expect([name, ["'none'", "'self'"].includes(values.join(' '))]).toEqual([name, true]);
    }
  });

  it('hold nothing unsafe, no wildcard, no scheme and no second copy of a directive', () => {
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|:|nonce|sha\d|report/);
    expect(directives.size).toBe(CONTENT_SECURITY_POLICY.split('; ').length);
  });
});

describe('the scheme', () => {
  it('is standard and secure, and bypasses no policy', () => {
    registerAppScheme();
    expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalledExactlyOnceWith([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it('is handled from memory', () => {
    serveApp(files);
    const [scheme, handler] = protocol.handle.mock.calls[0] ?? [];
    expect(scheme).toBe('app');
    expect(handler(new Request(APP_INDEX)).status).toBe(200);
  });
});
