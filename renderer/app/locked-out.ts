// Reads from a denial's trace how much longer a person is locked out.
import type { Trace } from '../../tee-sim/protocol/trace.ts';

/** The TEE says it as `30 s` where the lock-out denied: layer 2's check at login, layer 4's level at a step-up. */
export function lockedOutMs(trace: Trace): number | undefined {
  for (const { outcome, expected } of trace) {
    const [, seconds] = (outcome === 'deny' && expected?.match(/^([0-9]{1,7}) s$/)) || [];
    if (seconds !== undefined) return Number(seconds) * 1_000;
  }
  return undefined;
}
