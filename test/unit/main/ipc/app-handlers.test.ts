import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createAppHandlers, EXTERNAL_HOSTS } from '../../../../main/ipc/app-handlers.ts';
import type { LogEvent } from '../../../../main/log-entry.ts';
import { contract } from '../../../../preload/contract.ts';
import { shell } from '../electron-double.ts';

vi.mock('electron', () => import('../electron-double.ts'));

const logged: LogEvent[] = [];
const handlers = createAppHandlers(
  {
    version: '1.2.3',
    expectedClientMeasurement: 'ab'.repeat(32),
    masterKeySource: async () => 'plain-keychain',
  },
  (event) => logged.push(event),
);
const open = (url: string): Promise<undefined> => handlers.openExternal({ url });

beforeEach(() => {
  shell.openExternal.mockClear();
  logged.length = 0;
});

describe('openExternal', () => {
  it.each([...EXTERNAL_HOSTS])('opens https://%s', async (host) => {
    await open(`https://${host}/a/b?c=d#e`);
    expect(shell.openExternal).toHaveBeenCalledExactlyOnceWith(`https://${host}/a/b?c=d#e`);
  });

  it.each([
    ['http', 'http://eips.ethereum.org/'],
    ['javascript', 'javascript:alert(1)'],
    ['javascript that mentions a host', 'javascript:alert(1)//https://eips.ethereum.org/'],
    ['a file', 'file:///etc/passwd'],
    ['a file on an allowed host', 'file://eips.ethereum.org/c$/x.exe'],
    ['data', 'data:text/html,<script>1</script>'],
    ['blob', 'blob:https://eips.ethereum.org/0f0f'],
    ['our own scheme', 'app://airaccount/index.html'],
    ['a settings page', 'ms-settings:privacy'],
    ['a shell command', 'search-ms:query=x&crumb=location:\\\\eips.ethereum.org'],
    ['view-source', 'view-source:https://eips.ethereum.org/'],
    ['a UNC path', '\\\\eips.ethereum.org\\share'],
    ['an unknown host', 'https://example.org/'],
    ['a subdomain', 'https://evil.eips.ethereum.org/'],
    ['a longer host', 'https://eips.ethereum.org.example.org/'],
    ['a host that ends alike', 'https://noteips.ethereum.org/'],
    ['a trailing dot', 'https://eips.ethereum.org./'],
    ['a Cyrillic look-alike', 'https://eips.еthereum.org/'],
    ['its punycode', 'https://eips.xn--thereum-2of.org/'],
    ['another port', 'https://eips.ethereum.org:8443/'],
    ['the default port written out', 'https://eips.ethereum.org:443/'],
    ['a user', 'https://eips.ethereum.org@example.org/'],
    ['credentials', 'https://user:pass@eips.ethereum.org/'],
    ['an empty user', 'https://@eips.ethereum.org/'],
    ['backslashes', 'https:\\\\eips.ethereum.org\\'],
    ['a backslash before another host', 'https://example.org\\@eips.ethereum.org/'],
    ['an upper-case host', 'https://EIPS.ethereum.org/'],
    ['an encoded host', 'https://eips%2eethereum.org/'],
    ['missing slashes', 'https:eips.ethereum.org/'],
    ['a leading space', ' https://eips.ethereum.org/'],
    ['a new line', 'https://eips.ethereum.org/\n'],
    ['a tab in the scheme', 'ht\ttps://eips.ethereum.org/'],
    ['a relative address', '/etc/passwd'],
    ['nothing', ''],
  ])('refuses %s', async (_, url) => {
    await expect(open(url)).rejects.toMatchObject({ code: 'ACCESS_DENIED', origin: 'API' });
    expect(shell.openExternal).not.toHaveBeenCalled();
    expect(logged).toEqual(['external-refused']);
  });
});

describe('info', () => {
  it('is what the contract says, and names a plain keychain', async () => {
    const info = await handlers.info();
    expect(contract.app.info.output.safeParse(info).error).toBeUndefined();
    expect(info).toMatchObject({
      version: '1.2.3',
      host: 'browser-host',
      masterKeySource: 'plain-keychain',
      expectedClientMeasurement: 'ab'.repeat(32),
      versions: { node: process.versions.node },
    });
  });

  it('says Electron where it is Electron', async () => {
    Object.defineProperty(process.versions, 'electron', {
      value: '45.0.0',
      configurable: true,
      enumerable: true,
    });
    try {
      await expect(handlers.info()).resolves.toMatchObject({
        host: 'electron',
        versions: { electron: '45.0.0' },
      });
    } finally {
      Reflect.deleteProperty(process.versions, 'electron');
    }
  });
});
