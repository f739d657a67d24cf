// Notices that nobody uses the window. Looks at when something happened, never at what.

/** What counts as somebody being there. */
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
/** How exact it is. */
const LOOK_EVERY_MS = 5_000;

export interface IdleClock {
  /** Must go on while the machine sleeps, as far as it can. */
  nowMs(): number;
  /** Returns the function that ends it. */
  repeat(work: () => void, everyMs: number): () => void;
}

/** Calls `onIdle` once after `idleMs` without a sign. Returns the function that ends the watch. */
export function watchIdle(
  target: EventTarget,
  idleMs: number,
  onIdle: () => void,
  clock: IdleClock,
): () => void {
  const ended = new AbortController();
  let lastAtMs = clock.nowMs();
  const sign = (): void => {
    lastAtMs = clock.nowMs();
  };
  const stop = clock.repeat(
    () => {
      if (clock.nowMs() - lastAtMs < idleMs) return;
      end();
      onIdle();
    },
    Math.min(LOOK_EVERY_MS, idleMs),
  );
  const end = (): void => {
    ended.abort();
    stop();
  };
  for (const name of SIGNS) {
    target.addEventListener(name, sign, { signal: ended.signal, passive: true, capture: true });
  }
  return end;
}
