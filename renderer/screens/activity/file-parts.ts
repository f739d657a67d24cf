// Cuts a long text into files of bounded size, between two entries and never within one.

export interface Frame {
  readonly head: string;
  readonly between: string;
  readonly tail: string;
}

const encoder = new TextEncoder();

export class FileParts {
  readonly #frame: Frame;
  readonly #room: number;
  readonly #full: (text: string) => Promise<void>;
  #texts: string[] = [];
  #bytes = 0;

  /** `full` is given every file but the last. An entry that alone is larger than `maxBytes` is a file of its own. */
  constructor(frame: Frame, maxBytes: number, full: (text: string) => Promise<void>) {
    this.#frame = frame;
    this.#room = maxBytes - byteLength(frame.head) - byteLength(frame.tail);
    this.#full = full;
  }

  async add(entry: string): Promise<void> {
    const bytes = byteLength(entry) + byteLength(this.#frame.between);
    if (this.#texts.length > 0 && this.#bytes + bytes > this.#room) {
      const text = this.rest();
      this.#texts = [];
      this.#bytes = 0;
      await this.#full(text);
    }
    this.#texts.push(entry);
    this.#bytes += bytes;
  }

  /** The file that is not full yet. */
  rest(): string {
    const { head, between, tail } = this.#frame;
    return head + this.#texts.join(between) + tail;
  }
}

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
