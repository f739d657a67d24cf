// Gathers the feature data of one payment form, from its first display to the request.
// Must never look at a secret field, nor keep which keys were pressed or what was written.
import type { Features } from '../../tee-sim/protocol/features.ts';
import { FieldEntry, type FieldInput } from './entry.ts';
import { PointerPath, type PointerPosition } from './pointer.ts';
import { readDevice, readTimeZone, type Surroundings } from './surroundings.ts';
import { type KeyPress, TypingRhythm, writes } from './typing.ts';

export type FieldName = 'recipient' | 'amount' | 'other';

/** Of the contents of the fields that are looked at for how they were filled. */
export type FieldLengths = Readonly<Record<'recipient' | 'amount', number>>;

const MAX_DURATION_MS = 600_000;

export class BehaviourCollector {
  readonly #entries = { recipient: new FieldEntry(), amount: new FieldEntry() };
  #typing = new TypingRhythm();
  #pointer = new PointerPath();
  #shownAtMs: number;
  #changedAtMs: number;

  constructor(shownAtMs: number) {
    this.#shownAtMs = shownAtMs;
    this.#changedAtMs = shownAtMs;
  }

  /** After a request: the next one is measured anew, but what stands in the fields got there as before. */
  beginAnew(atMs: number): void {
    this.#typing = new TypingRhythm();
    this.#pointer = new PointerPath();
    this.#shownAtMs = atMs;
    this.#changedAtMs = atMs;
  }

  keyDown(field: FieldName, event: KeyPress): void {
    this.#typing.press(event);
    if (field !== 'other' && writes(event)) this.#entries[field].keyPressed();
  }

  keyUp(event: Pick<KeyPress, 'code' | 'timeStamp'>): void {
    this.#typing.release(event);
  }

  input(field: FieldName, event: FieldInput, atMs: number): void {
    this.#changedAtMs = atMs;
    if (field !== 'other') this.#entries[field].input(event);
  }

  /** A field was filled by choosing from a list that the window shows. */
  chosen(field: 'recipient' | 'amount', valueLength: number): void {
    this.#entries[field].chosen(valueLength);
  }

  pointerMove(position: PointerPosition): void {
    this.#pointer.move(position);
  }

  pointerDown(): void {
    this.#pointer.endStroke();
  }

  focusLost(): void {
    this.#typing.forgetPressed();
    this.#pointer.endStroke();
  }

  /** Everything gathered so far. `lengths` are those of the fields' contents now. */
  read(at: { monotonicMs: number; date: Date }, lengths: FieldLengths, about: Surroundings): Features {
    return {
      typing: this.#typing.read(),
      entry: {
        recipient: this.#entries.recipient.read(lengths.recipient),
        amount: this.#entries.amount.read(lengths.amount),
      },
      pointer: this.#pointer.read(),
      timing: {
        onScreenMs: bounded(at.monotonicMs - this.#shownAtMs),
        hesitationMs: bounded(at.monotonicMs - this.#changedAtMs),
      },
      device: readDevice(about),
      timeZone: readTimeZone(at.date),
      localHour: at.date.getHours(),
    };
  }
}

function bounded(ms: number): number {
  return Math.round(Math.min(MAX_DURATION_MS, Math.max(0, ms)));
}
