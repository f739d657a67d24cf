// Links that may leave the app, opened in the person's browser: a few of ours, and the block explorers of configured
// networks. Everything else is refused.
import { shell } from 'electron';
import { TeeError } from '../tee-sim/protocol/codes.ts';
import type { Log } from './log-entry.ts';

/** The only hosts: exact names, https, default port. */
export const EXTERNAL_HOSTS: readonly string[] = ['eips.ethereum.org', 'ethereum.org', 'globalplatform.org'];

/** `explorers`: addresses of which the origin counts. @throws ACCESS_DENIED for any other address */
export async function openExternalLink(
  url: string,
  log: Log,
  explorers: readonly string[] = [],
): Promise<void> {
  if (!isAllowedLink(url, explorers)) {
    log('external-refused');
    throw new TeeError('ACCESS_DENIED', undefined, 'API');
  }
  await shell.openExternal(url);
}

/** `url` must be written as it is parsed, so that what was checked is what is opened. */
function isAllowedLink(url: string, explorers: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { href, protocol, host, origin, username, password } = new URL(url);
  if (href !== url || username !== '' || password !== '') return false;
  if (protocol !== 'https:') return false;
  return EXTERNAL_HOSTS.includes(host) || explorers.some((explorer) => originOf(explorer) === origin);
}

/** Scheme, host and port, all exact. */
function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
