// The times that authorization counts by; the TEE OS makes them from the machine's clocks.

export interface TeeClock {
  readonly bootedAtMs: number;
  /** TEE time, whole ms. What relaxes (freshness, epochs, records) counts this. */
  nowMs(): number;
  /**
   * The later of TEE and wall time, never running back: what ends (sessions) counts this, so that a machine's
   * sleep, which the monotonic clock may not count, ends it too.
   */
  laterMs(): number;
}
