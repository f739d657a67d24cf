// Contract ABI, reading only, and only the one canonical encoding: what a contract might read otherwise is no match.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '../protocol/bytes.ts';
import type { Address } from '../protocol/payment.ts';
import { bytesToAddress, bytesToUint } from './uint.ts';

export type AbiType = { readonly atom: string } | { readonly items: AbiType } | { readonly tuple: AbiType[] };
/** `address` as EIP-55 text, `uintN` as bigint, `bytes` as a view into the call. */
export type AbiValue = bigint | boolean | Address | Uint8Array | readonly AbiValue[];

export interface AbiFunction {
  /** Four bytes in hex: the first of keccak256(signature). */
  readonly selector: string;
  readonly inputs: AbiType[];
}

const WORD = 32;

/** `transfer(address,uint256)`: canonical types, tuples in parentheses. For our own constants: trusts its input. */
export function abiFunction(signature: string): AbiFunction {
  const selector = bytesToHex(keccak_256(utf8ToBytes(signature)).subarray(0, 4));
  const type = parseType(signature.slice(signature.indexOf('(')));
  return { selector, inputs: 'tuple' in type ? type.tuple : [] };
}

/** The arguments after the selector; `undefined` unless `data` is exactly their canonical encoding. */
export function decodeArguments(
  inputs: readonly AbiType[],
  data: Uint8Array,
): readonly AbiValue[] | undefined {
  const read = readSequence(inputs, data);
  return read !== undefined && read.used === data.length ? read.values : undefined;
}

interface Read<T> {
  readonly values: T;
  /** Bytes, whole words. */
  readonly used: number;
}

/** Heads, then tails in order without gap or overlap: so every offset is known before it is read. */
function readSequence(types: readonly AbiType[], data: Uint8Array): Read<AbiValue[]> | undefined {
  const values: AbiValue[] = [];
  let head = 0;
  let tail = types.reduce((size, type) => size + headSize(type), 0);
  if (tail > data.length) return undefined;
  for (const type of types) {
    const dynamic = isDynamic(type);
    if (dynamic && wordAt(data, head) !== BigInt(tail)) return undefined;
    const read = dynamic ? readTail(type, data.subarray(tail)) : readStatic(type, data.subarray(head));
    if (read === undefined) return undefined;
    values.push(read.values);
    head += headSize(type);
    if (dynamic) tail += read.used;
  }
  return { values, used: tail };
}

function readTail(type: AbiType, data: Uint8Array): Read<AbiValue> | undefined {
  if ('tuple' in type) return readSequence(type.tuple, data);
  const length = wordAt(data, 0);
  if (length === undefined || length > BigInt(data.length)) return undefined;
  const rest = data.subarray(WORD);
  if (!('items' in type)) return readBytes(Number(length), rest);
  const read = readSequence(new Array<AbiType>(Number(length)).fill(type.items), rest);
  return read && { values: read.values, used: WORD + read.used };
}

function readBytes(length: number, data: Uint8Array): Read<AbiValue> | undefined {
  const used = Math.ceil(length / WORD) * WORD;
  if (used > data.length || data.subarray(length, used).some((byte) => byte !== 0)) return undefined;
  return { values: data.subarray(0, length), used: WORD + used };
}

function readStatic(type: AbiType, data: Uint8Array): Read<AbiValue> | undefined {
  if ('tuple' in type) return readSequence(type.tuple, data.subarray(0, headSize(type)));
  const value = 'atom' in type ? readAtom(type.atom, data.subarray(0, WORD)) : undefined;
  return value === undefined ? undefined : { values: value, used: WORD };
}

function readAtom(atom: string, word: Uint8Array): AbiValue | undefined {
  const value = bytesToUint(word);
  if (atom === 'bool') return value < 2n ? value === 1n : undefined;
  const bits = atom === 'address' ? 160 : Number(atom.slice('uint'.length));
  if (value >> BigInt(bits) !== 0n) return undefined;
  return atom === 'address' ? bytesToAddress(word.subarray(12)) : value;
}

function wordAt(data: Uint8Array, at: number): bigint | undefined {
  return at + WORD > data.length ? undefined : bytesToUint(data.subarray(at, at + WORD));
}

function isDynamic(type: AbiType): boolean {
  if ('tuple' in type) return type.tuple.some(isDynamic);
  return 'items' in type || type.atom === 'bytes';
}

function headSize(type: AbiType): number {
  if (isDynamic(type) || !('tuple' in type)) return WORD;
  return type.tuple.reduce((size, member) => size + headSize(member), 0);
}

function parseType(text: string): AbiType {
  if (text.endsWith('[]')) return { items: parseType(text.slice(0, -2)) };
  if (!text.startsWith('(')) return { atom: text };
  return { tuple: splitMembers(text.slice(1, -1)).map(parseType) };
}

/** At the commas outside of parentheses; nothing is no members. */
export function splitMembers(text: string): string[] {
  const members: string[] = [];
  let depth = 0;
  let member = '';
  for (const char of text) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === ',' && depth === 0) {
      members.push(member);
      member = '';
    } else member += char;
  }
  return member === '' ? members : [...members, member];
}
