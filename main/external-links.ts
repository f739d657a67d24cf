// Links that may leave the app, opened in the person's browser. Everything else is refused.
import { shell } from 'electron';
import { TeeError } from '../tee-sim/protocol/codes.ts';
import type { Log } from './log-entry.ts';

/** The only hosts: exact names, https, default port. */
export const EXTERNAL_HOSTS: readonly string[] = ['eips.ethereum.org', 'ethereum.org', 'globalplatform.org'];

/** @throws ACCESS_DENIED for any other address */
export async function openExternalLink(url: string, log: Log): Promise<void> {
  if (!isAllowedLink(url)) {
    log('external-refused');
    throw new TeeError('ACCESS_DENIED', undefined, 'API');
  }
  await shell.openExternal(url);
}

/** `url` must be written as it is parsed, so that what was checked is what is opened. */
function isAllowedLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { href, protocol, host, username, password } = new URL(url);
  if (href !== url || username !== '' || password !== '') return false;
  return protocol === 'https:' && EXTERNAL_HOSTS.includes(host);
}
