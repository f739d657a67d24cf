// What lies in another process's memory, on Linux: every readable page but those that only mirror a file, as it stands
// at that moment.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

export interface Needle {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Region {
  readonly from: number;
  readonly to: number;
}

const CHUNK_BYTES = 256 * 1024;
const MAP = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \S+\s*(.*)$/;

/** Absent where memory can be read; else why not, for whoever skips because of it. */
export function whyUnreadable(): string | undefined {
  if (process.platform !== 'linux') return `/proc/<pid>/mem is Linux's, this is ${process.platform}`;
  try {
    closeSync(openSync(`/proc/${process.pid}/mem`, 'r'));
    return undefined;
  } catch (error) {
    return `this process may not read /proc/<pid>/mem: ${String(error)}`;
  }
}

/** How often each needle is there, by its name; only names that were found. */
export function findInMemory(pid: number, needles: readonly Needle[]): Map<string, number> {
  const found = new Map<string, number>();
  const longest = Math.max(...needles.map(({ bytes }) => bytes.length));
  const search = searchFor(needles, found);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES + longest);
  const zeros = Buffer.alloc(CHUNK_BYTES);
  try {
    for (const { from, to } of regionsOf(pid)) {
      // Chunks overlap by the longest needle less one byte, so that none is missed between two.
      for (let at = from; at < to; at += CHUNK_BYTES) {
        const wanted = Math.min(to - at, CHUNK_BYTES + longest - 1);
        const read = readWhatIsThere(memory, chunk, wanted, at);
        const own = Math.min(read, CHUNK_BYTES);
        // Most of what is reserved was never touched.
        if (zeros.compare(chunk, 0, own, 0, own) !== 0) search(chunk.subarray(0, read), own);
      }
    }
  } finally {
    chunk.fill(0);
    closeSync(memory);
  }
  return found;
}

/** One pass for all of them: whatever starts as a needle does is compared. Counts those that begin before `own`. */
function searchFor(needles: readonly Needle[], found: Map<string, number>) {
  const begins = new Uint8Array(65_536);
  const byStart = new Map<number, Needle[]>();
  for (const needle of needles) {
    const start = (needle.bytes[0] ?? 0) | ((needle.bytes[1] ?? 0) << 8);
    begins[start] = 1;
    byStart.set(start, [...(byStart.get(start) ?? []), needle]);
  }
  const compare = (chunk: Buffer, at: number, start: number): void => {
    for (const { name, bytes } of byStart.get(start) ?? []) {
      if (at + bytes.length > chunk.length) continue;
      if (chunk.compare(bytes, 0, bytes.length, at, at + bytes.length) === 0) {
        found.set(name, (found.get(name) ?? 0) + 1);
      }
    }
  };
  return (chunk: Buffer, own: number): void => {
    const end = Math.min(own, chunk.length - 1);
    for (let at = 0; at < end; at += 1) {
      const start = (chunk[at] ?? 0) | ((chunk[at + 1] ?? 0) << 8);
      if (begins[start] === 1) compare(chunk, at, start);
    }
  };
}

/**
 * Every spelling in which a secret could lie about: bytes, their reverse (a bigint's digits), 32-bit words of a hash
 * function's state, hex, base64url.
 */
export function spellings(name: string, bytes: Uint8Array): Needle[] {
  const buffer = Buffer.from(bytes);
  const words = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 4))).swap32();
  const text = (encoding: 'hex' | 'base64url'): Buffer => Buffer.from(buffer.toString(encoding), 'latin1');
  return [
    { name: `${name}, raw`, bytes: buffer },
    { name: `${name}, reversed`, bytes: Buffer.from(buffer).reverse() },
    { name: `${name}, words`, bytes: words },
    { name: `${name}, hex`, bytes: text('hex') },
    { name: `${name}, HEX`, bytes: Buffer.from(buffer.toString('hex').toUpperCase(), 'latin1') },
    // Without its last character, which depends on what comes after.
    { name: `${name}, base64`, bytes: text('base64url').subarray(0, -1) },
  ];
}

/** A text as bytes, and as a two-byte string of the engine. */
export function textSpellings(name: string, text: string): Needle[] {
  return [
    { name: `${name}, UTF-8`, bytes: Buffer.from(text, 'utf8') },
    { name: `${name}, UTF-16`, bytes: Buffer.from(text, 'utf16le') },
  ];
}

/** How much of its memory a scan looks at, bytes. */
export function scannedBytes(pid: number): number {
  return regionsOf(pid).reduce((sum, { from, to }) => sum + to - from, 0);
}

function regionsOf(pid: number): Region[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from = '', to = '', rights = '', name = ''] = MAP.exec(line) ?? [];
      const ownPages = rights.startsWith('rw') || (rights.startsWith('r') && name === '');
      return ownPages ? [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }] : [];
    });
}

/** Pages that went away, or never were, end a read early. */
function readWhatIsThere(file: number, into: Buffer, wanted: number, position: number): number {
  let done = 0;
  try {
    while (done < wanted) {
      const read = readSync(file, into, done, wanted - done, position + done);
      if (read === 0) break;
      done += read;
    }
  } catch {
    // EIO: nothing is mapped there.
  }
  return done;
}
