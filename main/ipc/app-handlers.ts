// The contract's `app` calls: what runs here, and links that may leave it.
import { shell } from 'electron';
import type { ApiHandlers } from '../../preload/contract.ts';
import { TeeError } from '../../tee-sim/protocol/codes.ts';
import type { MasterKeySource } from '../../tee-sim/protocol/port.ts';
import type { Log } from '../log-entry.ts';

/** The only hosts that a link of the app opens in the person's browser: exact names, https, default port. */
export const EXTERNAL_HOSTS: readonly string[] = ['eips.ethereum.org', 'ethereum.org', 'globalplatform.org'];

export interface AppInfo {
  readonly version: string;
  readonly expectedClientMeasurement: string;
  readonly masterKeySource: () => Promise<MasterKeySource>;
}

export function createAppHandlers(info: AppInfo, log: Log): ApiHandlers['app'] {
  return {
    info: async () => ({
      version: info.version,
      host: process.versions.electron === undefined ? 'browser-host' : 'electron',
      versions: componentVersions(),
      platform: `${process.platform}-${process.arch}`,
      masterKeySource: await info.masterKeySource(),
      expectedClientMeasurement: info.expectedClientMeasurement,
    }),
    openExternal: async ({ url }) => {
      if (!isAllowedLink(url)) {
        log('external-refused');
        throw new TeeError('ACCESS_DENIED', undefined, 'API');
      }
      await shell.openExternal(url);
      return undefined;
    },
  };
}

/** `url` must be written as it is parsed, so that what was checked is what is opened. */
function isAllowedLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { href, protocol, host, username, password } = new URL(url);
  if (href !== url || username !== '' || password !== '') return false;
  return protocol === 'https:' && EXTERNAL_HOSTS.includes(host);
}

function componentVersions(): Record<string, string> {
  const { electron, chrome, node, v8 } = process.versions;
  return Object.fromEntries(
    Object.entries({ electron, chrome, node, v8 }).filter((entry) => entry[1] !== undefined),
  );
}
