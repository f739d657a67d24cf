// Takes a password as bytes: from a file, or from the terminal without showing it. Never from an argument or the
// environment, where others could read it.
import { readFile } from 'node:fs/promises';
import type { ReadStream } from 'node:tty';
import { bytesToUtf8, utf8ToBytes, wipe } from '../tee-sim/protocol/bytes.ts';
import { CheckFailed } from './failures.ts';

const MAX_BYTES = 1_024;
const [CTRL_C, CTRL_D, BACKSPACE, LINE_FEED, RETURN, DELETE] = [3, 4, 8, 10, 13, 127];

export interface Terminal {
  readonly input: Pick<ReadStream, 'isTTY' | 'setRawMode' | 'resume' | 'pause' | 'on' | 'removeListener'>;
  readonly ask: (text: string) => void;
}

/** What the file holds up to its first line's end; the caller zeroes it. @throws CheckFailed password-file */
export async function readPasswordFile(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(() => {
    throw new CheckFailed('NO_DATA', 'password-file');
  });
  const end = bytes.findIndex((byte) => byte === LINE_FEED || byte === RETURN);
  const password = composed(end < 0 ? bytes : bytes.subarray(0, end));
  wipe(bytes);
  if (password.length === 0 || password.length > MAX_BYTES) {
    wipe(password);
    throw new CheckFailed('BAD_FORMAT', 'password-file');
  }
  return password;
}

/** Asks at the terminal; the caller zeroes what it gets. @throws CheckFailed no-terminal, cancelled */
export function askPassword(user: string, { input, ask }: Terminal): Promise<Uint8Array> {
  if (!input.isTTY) return Promise.reject(new CheckFailed('BAD_STATE', 'no-terminal'));
  ask(`Password of ${user}: `);
  input.setRawMode(true);
  input.resume();
  return new Promise((resolve, reject) => {
    const line = new TypedLine();
    const take = (keys: Buffer): void => {
      const ended = line.take(keys);
      wipe(keys);
      if (ended === undefined) return;
      input.removeListener('data', take);
      input.setRawMode(false);
      input.pause();
      ask('\n');
      if (ended === 'entered') resolve(line.text());
      else reject(new CheckFailed('CANCEL', 'cancelled'));
      line.destroy();
    };
    input.on('data', take);
  });
}

/** One line as it is typed, kept as bytes. What does not fit is not taken. */
class TypedLine {
  readonly #bytes = new Uint8Array(MAX_BYTES);
  #length = 0;

  take(keys: Uint8Array): 'entered' | 'cancelled' | undefined {
    for (const key of keys) {
      if (key === RETURN || key === LINE_FEED) return 'entered';
      if (key === CTRL_C || key === CTRL_D) return 'cancelled';
      if (key === BACKSPACE || key === DELETE) {
        this.#length = lastCharacterStart(this.#bytes, this.#length);
      } else if (this.#length < MAX_BYTES) {
        this.#bytes[this.#length] = key;
        this.#length += 1;
      }
    }
    return undefined;
  }

  text(): Uint8Array {
    return composed(this.#bytes.subarray(0, this.#length));
  }

  destroy(): void {
    wipe(this.#bytes);
  }
}

/**
 * A copy in the NFC form (RFC 8265 §4.2), as the window sends it. Only text beyond ASCII becomes a string on the way;
 * what is no UTF-8 stays as it is.
 */
function composed(typed: Uint8Array): Uint8Array {
  if (typed.every((byte) => byte < 0x80)) return Uint8Array.from(typed);
  try {
    return utf8ToBytes(bytesToUtf8(typed).normalize('NFC'));
  } catch {
    return Uint8Array.from(typed);
  }
}

/** Where the last UTF-8 character of the first `length` bytes begins: continuation bytes are 10xxxxxx. */
function lastCharacterStart(bytes: Uint8Array, length: number): number {
  let start = Math.max(0, length - 1);
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
