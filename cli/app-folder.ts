// Where the running app keeps its data: where it was told to, else where Electron puts it on this platform.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The product name, after which Electron calls the folder. */
const APP_NAME = 'AirAccount';

export function appFolder(environment: NodeJS.ProcessEnv): string {
  const told = environment['AIRACCOUNT_USER_DATA'];
  return told ? resolve(told) : join(configFolder(environment), APP_NAME);
}

function configFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return environment['XDG_CONFIG_HOME'] || join(homedir(), '.config');
}
