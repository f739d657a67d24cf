// What only the Normal World's OS knows about a request. The TEE lets it raise a risk, never lower it.
import { networkInterfaces } from 'node:os';
import { powerMonitor } from 'electron';
import type { DriverContext } from '../tee-sim/protocol/envelope.ts';

/** The channel of the one window; other clients of the driver get one each. */
const MAIN_CHANNEL = 'main-window';
const YEAR_SECONDS = 31_536_000;
const MAX_ADDRESSES = 32;

export function driverContext(channelId = MAIN_CHANNEL): DriverContext {
  const idleSeconds = systemIdleSeconds();
  return { channelId, addresses: machineAddresses(), ...(idleSeconds === undefined ? {} : { idleSeconds }) };
}

/** Every address of the machine but loopback ones, each once; layer 1 holds them against a client's ranges. */
function machineAddresses(): string[] {
  const outside = Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.filter(({ internal }) => !internal).map(({ address }) => address),
  );
  return [...new Set(outside)].slice(0, MAX_ADDRESSES);
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
