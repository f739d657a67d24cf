// Waiting that can be called off.
import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError } from './network-error.ts';

/** @throws NetworkError cancelled */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw new NetworkError('cancelled');
  }
}
