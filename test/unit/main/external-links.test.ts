import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EXTERNAL_HOSTS, openExternalLink } from '../../../main/external-links.ts';
import type { LogEvent } from '../../../main/log-entry.ts';
import { shell } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

const logged: LogEvent[] = [];
const open = (url: string): Promise<void> => openExternalLink(url, (event) => logged.push(event));

beforeEach(() => {
  shell.openExternal.mockClear();
  logged.length = 0;
});

describe('an explorer of a configured network', () => {
  const explorers = [
    'https://scan.example/chain',
    'https://other.example:8443',
    'http://plain.example',
    'nonsense',
  ];
  const openAt = (url: string): Promise<void> =>
    openExternalLink(url, (event) => logged.push(event), explorers);

  it.each([
    'https://scan.example/tx/0x1',
    'https://scan.example/chain/tx/0x1',
    'https://other.example:8443/tx/0x1',
    'https://eips.ethereum.org/',
  ])('lets %s out', async (url) => {
    await openAt(url);
    expect(shell.openExternal).toHaveBeenCalledExactlyOnceWith(url);
  });

  it.each([
    'https://scan.example:8443/tx/0x1',
    'https://other.example/tx/0x1',
    'https://evil.scan.example/',
    'https://scan.example.org/',
    'https://user@scan.example/',
    'http://scan.example/tx/0x1',
    'http://plain.example/',
    'blob:https://scan.example/0f0f',
    'nonsense',
  ])('does not let %s out', async (url) => {
    await expect(openAt(url)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    expect(shell.openExternal).not.toHaveBeenCalled();
  });

  it('is let out for the page only while it is configured', async () => {
    await expect(open('https://scan.example/tx/0x1')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });
});

describe('openExternalLink', () => {
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
