// The contract's `app` calls: what runs here, links that may leave it, the menus' language, saving files, and keeping
// the window out of pictures.
import type { ApiHandlers, Language } from '../../preload/contract.ts';
import type { MasterKeySource } from '../../tee-sim/protocol/port.ts';
import { protectContent } from '../content-protection.ts';
import { openExternalLink } from '../external-links.ts';
import type { Log } from '../log-entry.ts';
import { currentWindow } from '../window.ts';
import { createSaveFile } from './save-file.ts';

export interface AppInfo {
  readonly version: string;
  readonly expectedClientMeasurement: string;
  readonly masterKeySource: () => Promise<MasterKeySource>;
}

export function createAppHandlers(
  info: AppInfo,
  language: { set(language: Language): void },
  /** Of the configured networks, as they are now. */
  explorers: () => Promise<readonly string[]>,
  log: Log,
): ApiHandlers['app'] {
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
      await openExternalLink(url, log, await explorers());
      return undefined;
    },
    setLanguage: async (chosen) => {
      language.set(chosen.language);
      return undefined;
    },
    saveFile: createSaveFile(),
    protectContent: async ({ on }) => ({ isProtected: protectContent(currentWindow(), on) }),
  };
}

function componentVersions(): Record<string, string> {
  const { electron, chrome, node, v8 } = process.versions;
  return Object.fromEntries(
    Object.entries({ electron, chrome, node, v8 }).filter((entry) => entry[1] !== undefined),
  );
}
