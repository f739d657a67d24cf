// The form of what passes over the local socket: u32be(length) ‖ UTF-8 JSON, in both directions.
// Must never hold more of the other end's bytes than one frame and one read.
import { u32be } from '../tee-sim/protocol/bytes.ts';
import { MAX_ENVELOPE_BYTES } from '../tee-sim/protocol/envelope.ts';

/** An envelope at its largest, with what JSON adds to it: `\"` for every quote, and the fields around it. */
export const MAX_REQUEST_FRAME_BYTES = MAX_ENVELOPE_BYTES + 65_536;
/** A signed answer at its largest (`signedTextSchema`), quoted once more. */
export const MAX_ANSWER_FRAME_BYTES = 16 * MAX_ENVELOPE_BYTES;

const LENGTH_BYTES = 4;

export function encodeFrame(message: object): Buffer {
  const json = Buffer.from(JSON.stringify(message));
  return Buffer.concat([u32be(json.length), json]);
}

/** Puts frames together again, however they were cut on their way. */
export class FrameReader {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Every frame that is whole by now, parsed. @throws RangeError too long · SyntaxError no JSON: nothing to go on with */
  *read(chunk: Buffer): Generator<unknown, void> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    for (let end = this.#end(); end <= this.#length; end = this.#end()) {
      const whole = this.#joined();
      this.#chunks = [whole.subarray(end)];
      this.#length -= end;
      yield JSON.parse(whole.toString('utf8', LENGTH_BYTES, end));
    }
  }

  /** Where the first frame ends; beyond everything while not even its length is there. */
  #end(): number {
    if (this.#length < LENGTH_BYTES) return Number.POSITIVE_INFINITY;
    const [first] = this.#chunks;
    const head = first !== undefined && first.length >= LENGTH_BYTES ? first : this.#joined();
    const length = head.readUInt32BE(0);
    if (length === 0 || length > this.#maxBytes) throw new RangeError('frame');
    return LENGTH_BYTES + length;
  }

  #joined(): Buffer {
    const whole =
      this.#chunks.length === 1 ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    return whole;
  }
}
