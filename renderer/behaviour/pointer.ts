// How the pointer travels: how straight and how fast, as sums; positions are not kept.
import type { Features } from '../../tee-sim/protocol/features.ts';

/** A pause this long ends one stroke of the hand and begins another. */
const STROKE_PAUSE_MS = 150;
const MAX_MOVES = 100_000;
const MAX_SPEED = 1_000_000;

export interface PointerPosition {
  readonly x: number;
  readonly y: number;
  readonly timeStamp: number;
}

export class PointerPath {
  #strokeStart: PointerPosition | undefined;
  #last: PointerPosition | undefined;
  #straight = 0;
  #travelled = 0;
  #strokeTravelled = 0;
  #movingMs = 0;
  #moves = 0;

  move(position: PointerPosition): void {
    const last = this.#last;
    this.#moves += 1;
    if (last === undefined || position.timeStamp - last.timeStamp > STROKE_PAUSE_MS) {
      this.endStroke();
      this.#strokeStart = position;
    } else {
      this.#strokeTravelled += distance(last, position);
      this.#movingMs += Math.max(0, position.timeStamp - last.timeStamp);
    }
    this.#last = position;
  }

  /** The hand stopped, clicked or left. */
  endStroke(): void {
    if (this.#strokeStart !== undefined && this.#last !== undefined) {
      this.#straight += distance(this.#strokeStart, this.#last);
      this.#travelled += this.#strokeTravelled;
    }
    this.#strokeTravelled = 0;
    this.#strokeStart = undefined;
    this.#last = undefined;
  }

  /** `pathEfficiency = Σ straight / Σ travelled`, 1 when nothing moved. Reading ends the current stroke. */
  read(): NonNullable<Features['pointer']> {
    this.endStroke();
    const efficiency = this.#travelled === 0 ? 1 : Math.min(1, this.#straight / this.#travelled);
    const speed = this.#movingMs === 0 ? 0 : (this.#travelled / this.#movingMs) * 1_000;
    return {
      pathEfficiency: Math.round(efficiency * 1_000) / 1_000,
      speedPxPerS: Math.min(MAX_SPEED, Math.round(speed)),
      moves: Math.min(MAX_MOVES, this.#moves),
    };
  }
}

function distance(a: PointerPosition, b: PointerPosition): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
