// The address of an endpoint: which ones are taken, and what of one may be shown. Credentials stay in `url` and
// `authorization`, which go nowhere but into the request.
import { NetworkError } from './network-error.ts';

export interface EndpointAddress {
  /** Without user and password, which `fetch` refuses there. */
  readonly url: string;
  readonly authorization: string | undefined;
  /** Scheme, host and port; `/…` stands for a path or query, which may be a key. */
  readonly label: string;
  readonly isLoopback: boolean;
  readonly hasCredentials: boolean;
  /** Parts that must not appear in anything shown or logged. */
  readonly secrets: readonly string[];
}

/** @throws NetworkError bad-url, insecure-url */
export function parseEndpoint(text: string): EndpointAddress {
  if (!URL.canParse(text)) throw new NetworkError('bad-url');
  const url = new URL(text);
  const isLoopback = isLoopbackHost(url.hostname);
  if (url.protocol === 'http:' && !isLoopback) throw new NetworkError('insecure-url');
  if (!['http:', 'https:'].includes(url.protocol) || url.hash !== '') throw new NetworkError('bad-url');
  const { username, password } = url;
  const authorization = username === '' && password === '' ? undefined : basic(username, password);
  url.username = '';
  url.password = '';
  const hasMore = url.pathname !== '/' || url.search !== '';
  return {
    url: url.href,
    authorization,
    label: `${url.protocol}//${url.host}${hasMore ? '/…' : ''}`.slice(0, 300),
    isLoopback,
    hasCredentials: authorization !== undefined || hasMore,
    secrets: secretsOf(url, username, password, authorization),
  };
}

/** Names that mean this machine whatever a name server says, and its own addresses; as URL writes them. */
function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

function secretsOf(url: URL, username: string, password: string, authorization = ''): string[] {
  const parts = [
    ...url.pathname.split('/'),
    ...url.searchParams.values(),
    url.search.slice(1),
    username,
    password,
    // A node may give back the header as it came.
    authorization.replace('Basic ', ''),
  ];
  return [...new Set(parts.flatMap((part) => [part, decoded(part)]))].filter((part) => part !== '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** RFC 7617. */
function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}
