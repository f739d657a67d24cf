// Finds the machine's Chromium and starts it as one app window. The address with its token never goes
// into its arguments, which every user of the machine can read: a private start page holds it.
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];
const MAC_PATHS = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const WINDOWS_PATHS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** `CHROMIUM_PATH`, else the system's. @throws Error when `CHROMIUM_PATH` is set but not executable */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = environment['CHROMIUM_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (isExecutable(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH is not an executable file: ${chosen}`);
  }
  return candidates(environment).find(isExecutable);
}

function candidates(environment: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') return MAC_PATHS;
  if (process.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => environment[name]);
    return roots.flatMap((root) => (root ? WINDOWS_PATHS.map((file) => path.join(root, file)) : []));
  }
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}

/** Chromium's sandbox cannot start as root on Linux; only then is it left out. */
export function sandboxFlags(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Nothing of Chromium's own goes to the network. */
export const QUIET_FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

export interface AppWindowOptions {
  readonly executable: string;
  /** Private to the user; holds Chromium's profile and the start page. */
  readonly folder: string;
  readonly address: string;
  readonly width: number;
  readonly height: number;
}

export function openAppWindow(options: AppWindowOptions): ChildProcess {
  const { folder, width, height } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const startPage = startPageOf(folder);
  rmSync(startPage, { force: true });
  writeFileSync(startPage, `<!doctype html><meta http-equiv="refresh" content="0;url=${options.address}">`, {
    mode: 0o600,
    flag: 'wx',
  });
  const flags = [
    `--app=${pathToFileURL(startPage).href}`,
    `--user-data-dir=${path.join(folder, 'chromium')}`,
    `--window-size=${width},${height}`,
    ...QUIET_FLAGS,
    ...sandboxFlags(),
    // Its profile holds no secret, so it need not ask the keychain; no page is offered to a translator.
    ...['--password-store=basic', '--use-mock-keychain', '--disable-features=Translate,MediaRouter'],
  ];
  return spawn(options.executable, flags, { stdio: 'ignore', env: chromiumEnvironment(process.env) });
}

export function removeStartPage(folder: string): void {
  rmSync(startPageOf(folder), { force: true });
}

function startPageOf(folder: string): string {
  return path.join(folder, 'start.html');
}

/** Without any locale, Chromium on Linux cannot name a saved file in Chinese: it calls it "download". */
export function chromiumEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hasLocale = ['LC_ALL', 'LC_CTYPE', 'LANG'].some((name) => Boolean(environment[name]));
  const rest = withoutSecrets(environment);
  return hasLocale || process.platform !== 'linux' ? rest : { ...rest, LC_CTYPE: 'C.UTF-8' };
}

/** The master key may stand in the launcher's environment; no child gets it. */
export function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('DB_MASTER_KEY')),
  );
}
