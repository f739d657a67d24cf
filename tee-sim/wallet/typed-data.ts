// EIP-712 typed data as eth_signTypedData_v4 sends it: parsed whole against its own types, then hashed.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes, utf8ToBytes } from '../protocol/bytes.ts';
import type { Address } from '../protocol/payment.ts';
import { refuse } from './refuse.ts';
import { type Json, type JsonObject, parseStrictJson } from './strict-json.ts';
import {
  arrayOf,
  DOMAIN_TYPE,
  encodeType,
  fixedBytesType,
  integerType,
  parseTypes,
  type TypedStructs,
} from './typed-data-types.ts';
import { addressToBytes, parseAddress, parseHex, parseUint, uintToBytes } from './uint.ts';

/** Integers as bigint, `address` as EIP-55 text, bytes as bytes. */
export type TypedValue = bigint | boolean | string | Uint8Array | readonly TypedValue[] | TypedStruct;
export type TypedStruct = ReadonlyMap<string, TypedValue>;

export interface TypedData {
  readonly types: TypedStructs;
  readonly primaryType: string;
  readonly domain: TypedStruct;
  readonly message: TypedStruct;
}

const typeHashes = new WeakMap<TypedStructs, Map<string, Uint8Array>>();

/**
 * `{types, primaryType, domain, message}` in JSON. Every field of every struct must be there, and no other; numbers
 * are integers below 2⁵³, decimal or hex text; addresses of mixed case have the right checksum.
 * @throws BAD_PARAMETERS typed-data-types, typed-data-value · EXCESS_DATA too-large (256 Ki characters, 32 Ki values, 64 structs of 128 fields)
 */
export function parseTypedData(text: string): TypedData {
  const json = parseStrictJson(text);
  if (!(json instanceof Map) || json.size !== 4) return refuse('typed-data-types');
  const whole: JsonObject = json;
  const types = parseTypes(whole.get('types'));
  const primaryType = whole.get('primaryType');
  if (typeof primaryType !== 'string' || primaryType === DOMAIN_TYPE) return refuse('typed-data-types');
  return {
    types,
    primaryType,
    domain: parseStruct(types, DOMAIN_TYPE, whole.get('domain')),
    message: parseStruct(types, primaryType, whole.get('message')),
  };
}

/** 0x1901 ‖ domainSeparator ‖ hashStruct(message), 66 bytes (EIP-712 §"Specification"). */
export function typedDataBytes({ types, primaryType, domain, message }: TypedData): Uint8Array {
  const separator = hashStruct(types, DOMAIN_TYPE, domain);
  return concatBytes(Uint8Array.of(0x19, 0x01), separator, hashStruct(types, primaryType, message));
}

/** keccak256 of `typedDataBytes`, 32 bytes. */
export function typedDataHash(data: TypedData): Uint8Array {
  return keccak_256(typedDataBytes(data));
}

/** keccak256(typeHash ‖ encodeData(s)), typeHash = keccak256(encodeType(typeOf(s))). */
export function hashStruct(types: TypedStructs, name: string, struct: TypedStruct): Uint8Array {
  const fields = types.get(name) ?? refuse();
  const data = fields.map((field) => encodeValue(types, field.type, struct.get(field.name) ?? refuse()));
  return keccak_256(concatBytes(typeHashOf(types, name), ...data));
}

/** Once for each struct, however many values of it there are. */
function typeHashOf(types: TypedStructs, name: string): Uint8Array {
  const hashes = typeHashes.get(types) ?? new Map<string, Uint8Array>();
  typeHashes.set(types, hashes);
  const hash = hashes.get(name) ?? keccak_256(utf8ToBytes(encodeType(types, name)));
  hashes.set(name, hash);
  return hash;
}

/** EIP-712 §"Definition of encodeData": 32 bytes for any value. */
function encodeValue(types: TypedStructs, type: string, value: TypedValue): Uint8Array {
  const array = arrayOf(type);
  if (Array.isArray(value) && array !== undefined) {
    const items = keccak_256.create();
    for (const item of value as readonly TypedValue[]) items.update(encodeValue(types, array.item, item));
    return items.digest();
  }
  if (value instanceof Map) return hashStruct(types, type, value);
  if (value instanceof Uint8Array) return type === 'bytes' ? keccak_256(value) : padded(value, 0);
  if (typeof value === 'bigint') return uintToBytes(BigInt.asUintN(256, value), 32);
  if (typeof value === 'boolean') return uintToBytes(value ? 1n : 0n, 32);
  if (typeof value !== 'string') return refuse();
  return type === 'address' ? padded(addressToBytes(value as Address), 12) : keccak_256(utf8ToBytes(value));
}

function parseStruct(types: TypedStructs, name: string, json: Json | undefined): TypedStruct {
  const fields = types.get(name) ?? refuse('typed-data-types');
  if (!(json instanceof Map) || json.size !== fields.length) return refuse('typed-data-value');
  const members: JsonObject = json;
  return new Map(fields.map((field) => [field.name, parseValue(types, field.type, members.get(field.name))]));
}

function parseValue(types: TypedStructs, type: string, json: Json | undefined): TypedValue {
  const array = arrayOf(type);
  if (array !== undefined) {
    if (!Array.isArray(json) || (array.length ?? json.length) !== json.length)
      return refuse('typed-data-value');
    return (json as readonly Json[]).map((item) => parseValue(types, array.item, item));
  }
  if (types.has(type)) return parseStruct(types, type, json);
  const integer = integerType(type);
  if (integer !== undefined) return parseInteger(integer, json);
  if (type === 'bool') return typeof json === 'boolean' ? json : refuse('typed-data-value');
  if (typeof json !== 'string') return refuse('typed-data-value');
  if (type === 'string') return json;
  if (type === 'address') return parseAddress(json, 'typed-data-value');
  const bytes = parseHex(json, 'typed-data-value');
  return (fixedBytesType(type) ?? bytes.length) === bytes.length ? bytes : refuse('typed-data-value');
}

function parseInteger(type: { signed: boolean; bits: number }, json: Json | undefined): bigint {
  const value = integerOf(json);
  const limit = 1n << BigInt(type.signed ? type.bits - 1 : type.bits);
  return value < limit && value >= (type.signed ? -limit : 0n) ? value : refuse('typed-data-value');
}

function integerOf(json: Json | undefined): bigint {
  if (typeof json === 'bigint') return json;
  if (typeof json !== 'string') return refuse('typed-data-value');
  return /^-[1-9]/.test(json) && !json.includes('x')
    ? -parseUint(json.slice(1), 256, 'typed-data-value')
    : parseUint(json, 256, 'typed-data-value');
}

function padded(bytes: Uint8Array, at: number): Uint8Array {
  const word = new Uint8Array(32);
  word.set(bytes, at);
  return word;
}
