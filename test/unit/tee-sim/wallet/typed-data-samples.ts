// Generated typed data: any structs that EIP-712 can say, with a value of each.
import fc, { type GeneratorValue } from 'fast-check';
import { bytesToAddress, toHex } from '../../../../tee-sim/wallet/uint.ts';
import { bytes } from './arbitraries.ts';

export interface SampleTypedData {
  readonly types: Record<string, { name: string; type: string }[]>;
  readonly primaryType: string;
  readonly domain: Record<string, unknown>;
  readonly message: Record<string, unknown>;
}

const ATOMIC = [
  'address',
  'bool',
  'string',
  'bytes',
  'bytes1',
  'bytes32',
  'uint8',
  'uint256',
  'int8',
  'int256',
];
const DOMAIN = [
  ['name', 'string'],
  ['version', 'string'],
  ['chainId', 'uint256'],
  ['verifyingContract', 'address'],
  ['salt', 'bytes32'],
] as const;

/** Imperative, because a value depends on types that were just drawn. */
export function sampleTypedData(g: GeneratorValue): SampleTypedData {
  const domainFields = g(fc.subarray, [...DOMAIN], { minLength: 1 }).map(([name, type]) => ({ name, type }));
  const types: SampleTypedData['types'] = { EIP712Domain: domainFields };
  const count = g(fc.integer, { min: 1, max: 4 });
  const names = Array.from({ length: count }, (_, i) => `${'ZYXW'.charAt(i)}Part${i}`);
  for (const [i, name] of names.entries()) {
    const own = g(fc.array, fc.constantFrom(...ATOMIC), { minLength: 1, maxLength: 4 });
    // Each later struct hangs on the one before it, so that all are reachable.
    const next = names[i + 1];
    const all = next === undefined ? own : [...own, next];
    types[name] = all.map((type, at) => ({ name: `f${at}`, type: `${type}${suffix(g)}` }));
  }
  const primaryType = names[0] ?? '';
  return {
    types,
    primaryType,
    domain: structValue(g, types, 'EIP712Domain'),
    message: structValue(g, types, primaryType),
  };
}

function suffix(g: GeneratorValue): string {
  return g(fc.constantFrom, '', '', '', '[]', '[2]', '[][1]');
}

function structValue(
  g: GeneratorValue,
  types: SampleTypedData['types'],
  name: string,
): Record<string, unknown> {
  return Object.fromEntries(
    (types[name] ?? []).map((field) => [field.name, drawValue(g, types, field.type)]),
  );
}

function drawValue(g: GeneratorValue, types: SampleTypedData['types'], type: string): unknown {
  const array = /^(.*)\[(\d*)\]$/.exec(type);
  if (array !== null) {
    const length = array[2] === '' ? g(fc.integer, { min: 0, max: 3 }) : Number(array[2]);
    return Array.from({ length }, () => drawValue(g, types, array[1] ?? ''));
  }
  if (type in types) return structValue(g, types, type);
  if (type === 'bool') return g(fc.boolean);
  if (type === 'string') return g(fc.string, { unit: 'grapheme' });
  if (type === 'address') return bytesToAddress(g(() => bytes(20)));
  if (type === 'bytes') return toHex(g(fc.uint8Array, { maxLength: 70 }));
  if (type.startsWith('bytes')) return toHex(g(() => bytes(Number(type.slice(5)))));
  const bits = BigInt(type.replace(/\D/g, ''));
  const [min, max] = type.startsWith('u')
    ? [0n, (1n << bits) - 1n]
    : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
  const number = g(fc.bigInt, { min, max });
  return number >= -255n && number <= 255n ? Number(number) : number.toString();
}
