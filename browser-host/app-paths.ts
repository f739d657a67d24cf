// Where Electron's `app.getPath` points on each platform, and the app's own package.json.
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What Electron reads from the package.json of the folder it is started with. */
export interface AppPackage {
  readonly name: string;
  readonly productName?: string;
  readonly main: string;
}

export function readAppPackage(appDir: string): AppPackage {
  return JSON.parse(readFileSync(path.join(appDir, 'package.json'), 'utf8')) as AppPackage;
}

export class AppPaths {
  readonly #overrides = new Map<string, string>();
  readonly #defaults: Readonly<Record<string, () => string>>;

  constructor(appName: string) {
    this.#defaults = {
      home: homedir,
      appData: appDataFolder,
      userData: () => path.join(this.get('appData'), appName),
    };
  }

  /** @throws Error for a name without a path, as `app.getPath` */
  get(name: string): string {
    const found = this.#overrides.get(name) ?? this.#default(name);
    if (found === undefined) throw new Error(`Failed to get '${name}' path`);
    return found;
  }

  /** @throws Error when the name is unknown or the folder does not exist, as `app.setPath` */
  set(name: string, value: string): void {
    if (!Object.hasOwn(this.#defaults, name) || !path.isAbsolute(value)) {
      throw new Error(`Failed to set path '${name}'`);
    }
    if (!statSync(value, { throwIfNoEntry: false })) throw new Error(`Failed to set path '${name}'`);
    this.#overrides.set(name, value);
  }

  #default(name: string): string | undefined {
    return Object.hasOwn(this.#defaults, name) ? this.#defaults[name]?.() : undefined;
  }
}

function appDataFolder(): string {
  if (process.platform === 'win32')
    return process.env['APPDATA'] ?? path.join(homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support');
  return process.env['XDG_CONFIG_HOME'] || path.join(homedir(), '.config');
}
