// What only the Normal World's OS knows about a request. The TEE lets it raise a risk, never lower it.
import { powerMonitor } from 'electron';
import type { DriverContext } from '../tee-sim/protocol/envelope.ts';

/** The channel of the one window; other clients of the driver name their own. */
const CHANNEL_ID = 'main-window';
const YEAR_SECONDS = 31_536_000;

export function driverContext(): DriverContext {
  const idleSeconds = systemIdleSeconds();
  return idleSeconds === undefined ? { channelId: CHANNEL_ID } : { channelId: CHANNEL_ID, idleSeconds };
}

/** Whole seconds without input to the machine; `undefined` where that cannot be known. */
function systemIdleSeconds(): number | undefined {
  try {
    const seconds = Math.floor(powerMonitor.getSystemIdleTime());
    return seconds >= 0 && seconds <= YEAR_SECONDS ? seconds : undefined;
  } catch {
    return undefined;
  }
}
