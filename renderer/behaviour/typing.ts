// Typing rhythm: how long keys are held, and the time from one press to the next. Never which keys.
import type { Features } from '../../tee-sim/protocol/features.ts';
import { LatestValues } from './latest-values.ts';

const MAX_SAMPLES = 512;
/** A longer gap between presses is a pause to think, not rhythm. */
const MAX_FLIGHT_MS = 2_000;
/** A key held longer lies under a book. */
const MAX_HOLD_MS = 10_000;

/** The part of a KeyboardEvent that is looked at. */
export interface KeyPress {
  /** Pairs a press with its release; forgotten with the release. */
  readonly code: string;
  /** Only its kind counts: it writes, corrects, or does neither. */
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly timeStamp: number;
}

export class TypingRhythm {
  readonly #holdMs = new LatestValues(MAX_SAMPLES);
  readonly #flightMs = new LatestValues(MAX_SAMPLES);
  readonly #pressedAtMs = new Map<string, number>();
  #lastPressAtMs: number | undefined;
  #corrections = 0;

  press(event: KeyPress): void {
    if (event.repeat || !writes(event)) return;
    const { code, key, timeStamp } = event;
    if (key === 'Backspace' || key === 'Delete') this.#corrections += 1;
    this.#pressedAtMs.set(code, timeStamp);
    const flightMs = timeStamp - (this.#lastPressAtMs ?? Number.NEGATIVE_INFINITY);
    if (flightMs >= 0 && flightMs <= MAX_FLIGHT_MS) this.#flightMs.add(round(flightMs));
    this.#lastPressAtMs = timeStamp;
  }

  release({ code, timeStamp }: Pick<KeyPress, 'code' | 'timeStamp'>): void {
    const pressedAtMs = this.#pressedAtMs.get(code);
    if (pressedAtMs === undefined) return;
    this.#pressedAtMs.delete(code);
    const heldMs = timeStamp - pressedAtMs;
    if (heldMs >= 0 && heldMs <= MAX_HOLD_MS) this.#holdMs.add(round(heldMs));
  }

  /** The window lost the keyboard: releases will not be seen. */
  forgetPressed(): void {
    this.#pressedAtMs.clear();
    this.#lastPressAtMs = undefined;
  }

  read(): NonNullable<Features['typing']> {
    return {
      holdMs: this.#holdMs.read(),
      flightMs: this.#flightMs.read(),
      corrections: Math.min(this.#corrections, 100_000),
    };
  }
}

/** Keys that write or correct; `Process` is what an input method reports, Ctrl with Alt is AltGr. */
export function writes({ key, ctrlKey, altKey, metaKey }: KeyPress): boolean {
  if (metaKey || ctrlKey !== altKey) return false;
  return [...key].length === 1 || key === 'Backspace' || key === 'Delete' || key === 'Process';
}

/** A tenth of a millisecond is more than browsers tell. */
function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
