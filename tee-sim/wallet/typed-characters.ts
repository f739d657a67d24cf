// Secrets as people type and paste them, folded to plain lower-case ASCII without ever becoming a string.

import type { RefusalName } from '../os/refusals.ts';
import { wipe } from '../protocol/bytes.ts';
import { refuse, refuseSize } from './refuse.ts';

const MAX_TYPED_BYTES = 4096;
const SPACE = 0x20;
/** Full-width forms U+FF01–U+FF5E are ASCII moved up by this much. */
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * UTF-8 to lower-case ASCII letters, digits and spaces: every white space becomes a space, full-width forms their
 * ASCII ones (as NFKD does). The caller zeroes the result; `typed` stays the caller's.
 * @throws the named refusal on any other character, also invisible ones, and on bad UTF-8 ·
 * EXCESS_DATA too-large above 4 KiB
 */
export function typedCharacters(typed: Uint8Array, otherwise: RefusalName): Uint8Array {
  if (typed.length > MAX_TYPED_BYTES) refuseSize();
  const folded = new Uint8Array(typed.length);
  let length = 0;
  try {
    for (let at = 0; at < typed.length; ) {
      const [codePoint, size] = codePointAt(typed, at) ?? refuse(otherwise);
      folded[length] = fold(codePoint) ?? refuse(otherwise);
      length += 1;
      at += size;
    }
    return folded.slice(0, length);
  } finally {
    wipe(folded);
  }
}

function fold(codePoint: number): number | undefined {
  if (isWhiteSpace(codePoint)) return SPACE;
  const ascii = codePoint > 0xff00 && codePoint < 0xff5f ? codePoint - FULL_WIDTH_OFFSET : codePoint;
  if (ascii >= 0x41 && ascii <= 0x5a) return ascii + 0x20;
  const isPlain = (ascii >= 0x61 && ascii <= 0x7a) || (ascii >= 0x30 && ascii <= 0x39);
  return isPlain ? ascii : undefined;
}

/** Unicode's White_Space, as far as keyboards and documents produce it. */
function isWhiteSpace(codePoint: number): boolean {
  if (codePoint === SPACE || (codePoint >= 0x09 && codePoint <= 0x0d)) return true;
  if (codePoint >= 0x2000 && codePoint <= 0x200a) return true;
  return [0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000].includes(codePoint);
}

/** RFC 3629 up to three bytes; four-byte characters are none that we take. */
function codePointAt(bytes: Uint8Array, at: number): [codePoint: number, size: number] | undefined {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return [first, 1];
  const second = continuation(bytes, at + 1);
  if (second === undefined) return undefined;
  if (first >= 0xc2 && first <= 0xdf) return [((first & 0x1f) << 6) | second, 2];
  const third = continuation(bytes, at + 2);
  if (first < 0xe0 || first > 0xef || third === undefined) return undefined;
  const codePoint = ((first & 0x0f) << 12) | (second << 6) | third;
  return codePoint < 0x800 ? undefined : [codePoint, 3];
}

function continuation(bytes: Uint8Array, at: number): number | undefined {
  const byte = bytes[at] ?? 0;
  return (byte & 0xc0) === 0x80 ? byte & 0x3f : undefined;
}
