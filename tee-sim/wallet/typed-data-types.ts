// EIP-712's type language, read strictly: every type defined once, none shadowing another, none containing itself.
import { refuse, refuseSize } from './refuse.ts';
import type { Json } from './strict-json.ts';

export interface TypedField {
  readonly name: string;
  readonly type: string;
}
export type TypedStructs = ReadonlyMap<string, readonly TypedField[]>;

export const DOMAIN_TYPE = 'EIP712Domain';
const MAX_STRUCTS = 64;
const MAX_FIELDS = 128;
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]{0,127}$/;
/** Names that Solidity's own types have or would have: a struct of such a name would say what it is not. */
const RESERVED = /^(u?int[0-9]*|bytes[0-9]*|u?fixed([0-9]+x[0-9]+)?|address|bool|string|function|byte)$/;
const ARRAY = /^(.*)\[([1-9][0-9]{0,3})?\]$/;
const MAX_DIMENSIONS = 8;

/** EIP-712 §"Definition of domainSeparator": these, any of them left out, in this order. */
const DOMAIN_FIELDS: readonly TypedField[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
];

/**
 * The member `types` of typed data.
 * @throws BAD_PARAMETERS typed-data-types: undefined, twice defined, recursive, reserved or ill-formed names; a domain that
 * is absent, empty or not EIP-712's · EXCESS_DATA too-large
 */
export function parseTypes(json: Json | undefined): TypedStructs {
  if (!(json instanceof Map)) return refuse('typed-data-types');
  if (json.size > MAX_STRUCTS) refuseSize();
  const structs = new Map<string, readonly TypedField[]>();
  for (const [name, fields] of json as ReadonlyMap<string, Json>) {
    if (!IDENTIFIER.test(name) || RESERVED.test(name)) refuse('typed-data-types');
    structs.set(name, parseFields(fields));
  }
  checkDomain(structs.get(DOMAIN_TYPE));
  const settled = new Set<string>();
  for (const name of structs.keys()) checkStruct(structs, name, [], settled);
  return structs;
}

/** `T[]`, `T[3]`: the type of an item and how many, if it says so. `undefined`: no array. */
export function arrayOf(type: string): { item: string; length?: number } | undefined {
  const match = ARRAY.exec(type);
  if (match === null) return undefined;
  const [, item = '', length] = match;
  return length === undefined ? { item } : { item, length: Number(length) };
}

/** uintN/intN and how many bits. */
export function integerType(type: string): { signed: boolean; bits: number } | undefined {
  const match = /^(u?)int([1-9][0-9]{0,2})$/.exec(type);
  const bits = Number(match?.[2]);
  if (match === null || bits > 256 || bits % 8 !== 0) return undefined;
  return { signed: match[1] === '', bits };
}

/** bytes1…bytes32: how many bytes. */
export function fixedBytesType(type: string): number | undefined {
  const match = /^bytes([1-9]|[12][0-9]|3[0-2])$/.exec(type);
  return match === null ? undefined : Number(match[1]);
}

/** EIP-712 §"Definition of encodeType": the struct, then those it refers to, sorted by name. */
export function encodeType(structs: TypedStructs, name: string): string {
  const others = new Set<string>();
  collect(structs, name, others);
  others.delete(name);
  return [name, ...[...others].sort()].map((each) => describe(each, structs.get(each) ?? [])).join('');
}

function describe(name: string, fields: readonly TypedField[]): string {
  return `${name}(${fields.map((field) => `${field.type} ${field.name}`).join(',')})`;
}

function collect(structs: TypedStructs, name: string, found: Set<string>): void {
  const fields = structs.get(name);
  if (fields === undefined || found.has(name)) return;
  found.add(name);
  for (const { type } of fields) collect(structs, baseOf(type), found);
}

function baseOf(type: string): string {
  return type.replace(/(\[[0-9]*\])+$/, '');
}

function parseFields(json: Json): readonly TypedField[] {
  if (!Array.isArray(json)) return refuse('typed-data-types');
  if (json.length > MAX_FIELDS) refuseSize();
  const fields = (json as readonly Json[]).map(parseField);
  const names = new Set(fields.map(({ name }) => name));
  return names.size === fields.length ? fields : refuse('typed-data-types');
}

function parseField(json: Json): TypedField {
  if (!(json instanceof Map) || json.size !== 2) return refuse('typed-data-types');
  const name: unknown = json.get('name');
  const type: unknown = json.get('type');
  if (typeof name !== 'string' || typeof type !== 'string' || !IDENTIFIER.test(name))
    return refuse('typed-data-types');
  return { name, type };
}

function checkDomain(fields: readonly TypedField[] = []): void {
  if (fields.length === 0) refuse('typed-data-types');
  let from = 0;
  for (const field of fields) {
    const at = DOMAIN_FIELDS.findIndex(({ name, type }) => name === field.name && type === field.type);
    if (at < from) refuse('typed-data-types');
    from = at + 1;
  }
}

/** Depth first: every type it mentions is known, and none of them leads back here. */
function checkStruct(
  structs: TypedStructs,
  name: string,
  above: readonly string[],
  settled: Set<string>,
): void {
  if (above.includes(name)) refuse('typed-data-types');
  if (settled.has(name)) return;
  for (const { type } of structs.get(name) ?? []) {
    const base = elementOf(type);
    if (structs.has(base) && base !== DOMAIN_TYPE) checkStruct(structs, base, [...above, name], settled);
    else if (!isAtomic(base)) refuse('typed-data-types');
  }
  settled.add(name);
}

/** The type within all arrays. @throws BAD_PARAMETERS typed-data-types on `T[0]`, `T[01]` or too many dimensions */
function elementOf(type: string): string {
  let element = type;
  for (let i = 0; i <= MAX_DIMENSIONS; i += 1) {
    const array = arrayOf(element);
    if (array === undefined) return element;
    element = array.item;
  }
  return refuse('typed-data-types');
}

function isAtomic(type: string): boolean {
  if (['address', 'bool', 'string', 'bytes'].includes(type)) return true;
  return integerType(type) !== undefined || fixedBytesType(type) !== undefined;
}
