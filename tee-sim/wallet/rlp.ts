// Recursive Length Prefix (Yellow Paper, appendix B): one encoding for each value, and nothing else is read.
import { concatBytes } from '../protocol/bytes.ts';
import { refuse, refuseSize } from './refuse.ts';
import { bytesToUint, uintToMinimalBytes } from './uint.ts';

export type RlpItem = Uint8Array | readonly RlpItem[];

/** What a public node's transaction pool takes at most. */
export const MAX_RLP_BYTES = 131_072;
/** Access lists are the deepest that transactions know: four. */
const MAX_DEPTH = 8;

/** Yellow Paper (193)–(196): R_b for bytes, R_l for lists. */
export function encodeRlp(item: RlpItem): Uint8Array {
  if (item instanceof Uint8Array) {
    const first = item[0] ?? 0x80;
    return item.length === 1 && first < 0x80 ? Uint8Array.of(first) : prefixed(0x80, item);
  }
  return prefixed(0xc0, concatBytes(...item.map(encodeRlp)));
}

/**
 * The inverse of `encodeRlp`. Items share one copy of `bytes`: whoever zeroes or reuses `bytes` changes none of them.
 * @throws BAD_FORMAT on anything that `encodeRlp` would not write, byte for byte: not-canonical for another spelling
 * of something, transaction-format for nothing at all · EXCESS_DATA too-large
 */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  if (bytes.length > MAX_RLP_BYTES) refuseSize();
  const { item, end } = decodeAt(bytes.slice(), 0, 0);
  return end === bytes.length ? item : refuse('transaction-format');
}

function prefixed(base: number, payload: Uint8Array): Uint8Array {
  if (payload.length <= 55) return concatBytes(Uint8Array.of(base + payload.length), payload);
  const length = uintToMinimalBytes(BigInt(payload.length));
  return concatBytes(Uint8Array.of(base + 55 + length.length), length, payload);
}

function decodeAt(bytes: Uint8Array, at: number, depth: number): { item: RlpItem; end: number } {
  const prefix = bytes[at] ?? refuse('transaction-format');
  if (prefix < 0x80) return { item: bytes.subarray(at, at + 1), end: at + 1 };
  const isList = prefix >= 0xc0;
  const { start, end } = payloadOf(bytes, at, prefix - (isList ? 0xc0 : 0x80));
  if (isList) return { item: decodeItems(bytes, start, end, depth + 1), end };
  const item = bytes.subarray(start, end);
  // A byte below 0x80 stands for itself.
  if (item.length === 1 && (item[0] ?? 0) < 0x80) refuse('not-canonical');
  return { item, end };
}

function decodeItems(bytes: Uint8Array, start: number, end: number, depth: number): RlpItem[] {
  if (depth > MAX_DEPTH) refuse('transaction-format');
  const within = bytes.subarray(0, end);
  const items: RlpItem[] = [];
  for (let at = start; at < end; ) {
    const next = decodeAt(within, at, depth);
    items.push(next.item);
    at = next.end;
  }
  return items;
}

/** `form` is the prefix less its base: up to 55 the length itself, above it how many bytes hold the length. */
function payloadOf(bytes: Uint8Array, at: number, form: number): { start: number; end: number } {
  const lengthBytes = form > 55 ? form - 55 : 0;
  const start = at + 1 + lengthBytes;
  const stated = bytes.subarray(at + 1, start);
  if (stated.length !== lengthBytes) refuse('transaction-format');
  if (stated[0] === 0) refuse('not-canonical');
  const length = form > 55 ? bytesToUint(stated) : BigInt(form);
  if (length > BigInt(bytes.length - start)) refuse('transaction-format');
  if (form > 55 && length <= 55n) refuse('not-canonical');
  return { start, end: start + Number(length) };
}
