// TEE time: the wall clock as it stood at boot, carried on by a monotonic clock. A wall clock that jumps while
// the TEE runs moves nothing. Must never be fatal: a clock that went back between boots is flagged, no more.
import type { TeeClock } from '../authorization/tee-clock.ts';

/** The two clocks of the machine, ms. */
export interface MachineClocks {
  /** Since 1970-01-01T00:00Z; may jump either way at any moment. */
  readonly wallMs: () => number;
  /** Since an arbitrary moment; never jumps. */
  readonly monotonicMs: () => number;
}

/** Far enough below the largest ECMAScript time that a TEE can run a century beyond it. */
const LATEST_BOOT_MS = 8_640_000_000_000_000 - 100 * 366 * 86_400_000;

/**
 * `TEE time = wall at boot + offset + monotonic elapsed`. It is not held at the time of the newest log row:
 * one wrong boot would then bind it to the wrong year for good. Rows are ordered by id, never by time, and
 * nothing is deleted for its age, so a clock that jumps between boots loses nothing.
 */
export function startClock(machine: MachineClocks, offsetMs: number): TeeClock {
  const wallMs = (): number => Math.min(Math.max(0, Math.floor(machine.wallMs() + offsetMs)), LATEST_BOOT_MS);
  const bootedAtMs = wallMs();
  const bootedAtMonotonicMs = machine.monotonicMs();
  const nowMs = (): number =>
    bootedAtMs + Math.max(0, Math.floor(machine.monotonicMs() - bootedAtMonotonicMs));
  let aheadMs = 0;
  const laterMs = (): number => {
    aheadMs = Math.max(aheadMs, wallMs() - nowMs());
    return nowMs() + aheadMs;
  };
  return { bootedAtMs, nowMs, laterMs };
}
