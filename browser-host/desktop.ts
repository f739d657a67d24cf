// Electron's `powerMonitor`, `screen` and `shell`, as far as a browser's window and plain Node can stand in.
import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { withoutSecrets } from './chromium.ts';

class PowerMonitor extends EventEmitter implements Pick<Electron.PowerMonitor, 'getSystemIdleTime'> {
  /** Only a display server knows; a guess would be taken for knowledge. */
  getSystemIdleTime(): number {
    throw new Error('The system idle time is not known in the browser host.');
  }
}

/** Takes listeners for `lock-screen` and `suspend`, and never calls them: only a desktop's own app is told. */
export const powerMonitor = new PowerMonitor();

export const screen: Pick<Electron.Screen, 'getAllDisplays'> = {
  /** Only the browser knows displays, and it places its own windows. */
  getAllDisplays() {
    return [];
  },
};

export const shell: Pick<Electron.Shell, 'openExternal'> = {
  /** Rejects where the desktop has nothing that opens links. */
  openExternal(url) {
    const [command, ...args] = openerOf(process.platform);
    return new Promise((resolve, reject) => {
      // No shell in between: the address is one argument, whatever it contains.
      const child = spawn(command, [...args, new URL(url).href], {
        stdio: 'ignore',
        env: withoutSecrets(process.env),
      });
      child.once('error', reject);
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`Failed to open: ${code}`))));
    });
  },
};

function openerOf(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
