// Recursive Length Prefix (Ethereum Yellow Paper, appendix B), both ways. Takes the one canonical form of each thing.
import { concatBytes } from '../../tee-sim/protocol/bytes.ts';

export type Rlp = Uint8Array | readonly Rlp[];

/** More is in nothing that is signed here. */
const MAX_DEPTH = 8;

/** @throws RangeError unless `bytes` is one canonical item and nothing else */
export function decodeRlp(bytes: Uint8Array): Rlp {
  const { item, end } = decodeItem(bytes, 0, 0);
  if (end !== bytes.length) throw new RangeError('rlp');
  return item;
}

export function encodeRlp(item: Rlp): Uint8Array {
  if (!(item instanceof Uint8Array)) {
    const payload = concatBytes(...item.map(encodeRlp));
    return concatBytes(prefix(0xc0, payload.length), payload);
  }
  const isItself = item.length === 1 && (item[0] ?? 0) < 0x80;
  return isItself ? item : concatBytes(prefix(0x80, item.length), item);
}

function prefix(base: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(base + length);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.of(base + 55 + digits.length, ...digits);
}

function decodeItem(bytes: Uint8Array, at: number, depth: number): { item: Rlp; end: number } {
  const first = bytes[at];
  if (first === undefined || depth > MAX_DEPTH) throw new RangeError('rlp');
  if (first < 0x80) return { item: bytes.slice(at, at + 1), end: at + 1 };
  const { start, end } = extent(bytes, at, first);
  if (first >= 0xc0) return { item: decodeList(bytes, start, end, depth), end };
  const item = bytes.slice(start, end);
  if (item.length === 1 && (item[0] ?? 0) < 0x80) throw new RangeError('rlp');
  return { item, end };
}

function decodeList(bytes: Uint8Array, start: number, end: number, depth: number): Rlp[] {
  const items: Rlp[] = [];
  let at = start;
  while (at < end) {
    const next = decodeItem(bytes, at, depth + 1);
    if (next.end > end) throw new RangeError('rlp');
    items.push(next.item);
    at = next.end;
  }
  return items;
}

/** Where the payload of the item at `at` lies. */
function extent(bytes: Uint8Array, at: number, first: number): { start: number; end: number } {
  const base = first >= 0xc0 ? 0xc0 : 0x80;
  const short = first - base;
  const digits = short < 56 ? 0 : short - 55;
  let length = short;
  if (digits > 0) {
    if (digits > 4 || bytes[at + 1] === 0) throw new RangeError('rlp');
    length = bytes.subarray(at + 1, at + 1 + digits).reduce((sum, digit) => sum * 256 + digit, 0);
    if (length < 56) throw new RangeError('rlp');
  }
  const start = at + 1 + digits;
  if (start + length > bytes.length) throw new RangeError('rlp');
  return { start, end: start + length };
}
