// Where Electron's binary is, and how it is fetched when it is not there: bounded, and quiet when offline.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Long enough for a slow line's first answer; offline machines wait no longer than this. */
const PROBE_TIMEOUT_MS = 3_000;
const FETCH_TIMEOUT_MS = 300_000;
const DOWNLOADS = 'https://github.com/electron/electron/releases/';

/** The installed binary, or undefined. Never triggers electron's own lazy download. */
export function findElectron(root: string): string | undefined {
  const folder = join(root, 'node_modules/electron');
  const pathFile = join(folder, 'path.txt');
  const overridden = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const binary = join(overridden ?? join(folder, 'dist'), name);
  return existsSync(binary) ? binary : undefined;
}

/** Why Electron could not show a window here even if it were installed, as a sentence. */
export function whyNoElectron({
  platform,
  env,
  getuid,
}: Pick<NodeJS.Process, 'platform' | 'env' | 'getuid'>): string | undefined {
  if (platform !== 'linux') return undefined;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'no display here, so no Electron window';
  if (getuid?.() === 0) return "Electron's sandbox does not work for root, and is never switched off";
  return undefined;
}

async function isReachable(address: string): Promise<boolean> {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  }
}

/** Downloads the pinned, checksummed binary with electron's own installer; undefined when it cannot be had. */
export async function fetchElectron(root: string): Promise<string | undefined> {
  const { ELECTRON_MIRROR: mirror, HTTPS_PROXY, https_proxy } = process.env;
  const behindProxy = (HTTPS_PROXY ?? https_proxy ?? '') !== '';
  if (!behindProxy && !(await isReachable(mirror ?? DOWNLOADS))) return undefined;
  console.log('AirAccount: fetching Electron (once, about 120 MB) …');
  // Somebody else's script: no business of it.
  const { DB_MASTER_KEY: _, DB_MASTER_KEY_FILE: __, ...env } = process.env;
  const installer = spawn(process.execPath, [join(root, 'node_modules/electron/install.js')], {
    stdio: 'ignore',
    timeout: FETCH_TIMEOUT_MS,
    env: { ...env, ...(behindProxy ? { ELECTRON_GET_USE_PROXY: '1' } : {}) },
  });
  await new Promise((resolve) => {
    installer.on('error', resolve);
    installer.on('exit', resolve);
  });
  return findElectron(root);
}
