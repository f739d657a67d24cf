// Records one typing of the public phrase: how long each key was held, and from each press to the next.
// Keeps times by their place in the phrase, never what was pressed; a wrong key makes it begin anew.
import { type KeystrokeSample, TYPING_PHRASE } from '../../tee-sim/protocol/factors.ts';
import { type KeyPress, writes } from './typing.ts';

/** What a key did to the recording. */
export type PhraseProgress = 'going-on' | 'wrong-key' | 'complete';

const MAX_MS = 10_000;

export class PhraseRecorder {
  readonly #phrase = [...TYPING_PHRASE];
  #pressedAtMs: number[] = [];
  #holdMs: (number | undefined)[] = [];
  /** Which place of the phrase the key that is down was pressed for. */
  readonly #down = new Map<string, number>();

  /** How much of the phrase was typed. */
  get length(): number {
    return this.#pressedAtMs.length;
  }

  press(event: KeyPress): PhraseProgress {
    if (event.repeat || !writes(event) || this.length === this.#phrase.length) return 'going-on';
    const place = this.length;
    if (event.key !== this.#phrase[place]) {
      this.begin();
      return 'wrong-key';
    }
    this.#pressedAtMs.push(event.timeStamp);
    this.#down.set(event.code, place);
    return 'going-on';
  }

  release({ code, timeStamp }: Pick<KeyPress, 'code' | 'timeStamp'>): PhraseProgress {
    const place = this.#down.get(code);
    if (place === undefined) return 'going-on';
    this.#down.delete(code);
    this.#holdMs[place] = bounded(timeStamp - (this.#pressedAtMs[place] ?? timeStamp));
    return this.read() === undefined ? 'going-on' : 'complete';
  }

  /** Forgets what was recorded. */
  begin(): void {
    this.#pressedAtMs = [];
    this.#holdMs = [];
    this.#down.clear();
  }

  /** The whole phrase; `undefined` before every key of it was released. */
  read(): KeystrokeSample | undefined {
    const holdMs = this.#holdMs.filter((held) => held !== undefined);
    if (holdMs.length < this.#phrase.length) return undefined;
    const flightMs = this.#pressedAtMs.slice(1).map((at, i) => bounded(at - (this.#pressedAtMs[i] ?? at)));
    return { holdMs, flightMs };
  }
}

/** A tenth of a millisecond is more than browsers tell. */
function bounded(ms: number): number {
  return Math.round(Math.min(MAX_MS, Math.max(0, ms)) * 10) / 10;
}
