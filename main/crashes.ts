// What happens when a process of the app ends or fails unexpectedly. The TEE's own death is the driver's.
import { app } from 'electron';
import { describeError, type Log } from './log-entry.ts';

const MAX_RELOADS = 3;
const FORGET_RELOADS_AFTER_MS = 60_000;

/** After a failure of main nothing can be relied on: the app ends, the TEE with it. */
export function endAfter(error: unknown, log: Log): void {
  const described = describeError(error);
  log('uncaught-exception', described);
  console.error(`AirAccount stopped: ${described.errorName} at ${described.errorAt}`);
  app.exit(1);
}

export function handleMainFailures(log: Log): void {
  process.on('uncaughtException', (error) => endAfter(error, log));
  process.on('unhandledRejection', (error) => log('unhandled-rejection', describeError(error)));
}

/** A dead renderer is loaded again, as long as it does not die at once; other children are only noted. */
export function handleChildFailures(log: Log): void {
  let reloads = 0;
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    log('renderer-gone', { name: reason, exitCode });
    if (reason === 'clean-exit' || contents.isDestroyed()) return;
    if (reloads >= MAX_RELOADS) {
      app.quit();
      return;
    }
    reloads += 1;
    setTimeout(() => {
      reloads -= 1;
    }, FORGET_RELOADS_AFTER_MS);
    contents.reload();
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    log('child-gone', { name: `${type}.${reason}`, exitCode });
  });
}
