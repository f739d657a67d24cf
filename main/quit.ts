// Quitting waits for the TEE to finish and close its database; the driver bounds how long that takes.
import { app } from 'electron';
import type { Log } from './log-entry.ts';

export function stopBeforeQuit(tee: { stop(): Promise<void> }, log: Log): void {
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void tee.stop().then(() => {
      if (stopped) return;
      stopped = true;
      log('app-stopped');
      app.quit();
    });
  });
}
