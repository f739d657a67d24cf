// A function's signature with the names of its arguments, and values by those names.
import { type AbiFunction, type AbiType, type AbiValue, abiFunction, splitMembers } from '../abi.ts';

export interface NamedType {
  readonly name: string;
  readonly type: AbiType;
  /** Of a tuple. */
  readonly members: readonly NamedType[];
}
export interface NamedFunction extends AbiFunction {
  readonly arguments: readonly NamedType[];
}

/** `swap((address tokenIn,uint24 fee) params,uint256 deadline)`. For our own constants: trusts its input. */
export function namedFunction(signature: string): NamedFunction {
  const canonical = abiFunction(signature.replaceAll(/ \w+/g, ''));
  const list = signature.slice(signature.indexOf('(') + 1, -1);
  return { ...canonical, arguments: namedTypes(list, canonical.inputs) };
}

/** `#.a.b` of each value that is no tuple, in order. */
export function leafPaths(named: readonly NamedType[], above = '#'): { path: string; type: AbiType }[] {
  return named.flatMap(({ name, type, members }) => {
    const path = `${above}.${name}`;
    return members.length > 0 ? leafPaths(members, path) : [{ path, type }];
  });
}

/** The value at `a.b` of what `decodeArguments` answered. */
export function valueAt(
  named: readonly NamedType[],
  values: readonly AbiValue[],
  [first, ...rest]: readonly string[],
): AbiValue | undefined {
  const at = named.findIndex(({ name }) => name === first);
  const value = values[at];
  const members = named[at]?.members ?? [];
  if (rest.length === 0 || value === undefined) return value;
  return Array.isArray(value) ? valueAt(members, value as readonly AbiValue[], rest) : undefined;
}

function namedTypes(list: string, types: readonly AbiType[]): NamedType[] {
  return splitMembers(list).map((member, i) => {
    const space = member.lastIndexOf(' ');
    const type = types[i] ?? { tuple: [] };
    const members = 'tuple' in type ? namedTypes(member.slice(1, member.lastIndexOf(')')), type.tuple) : [];
    return { name: member.slice(space + 1), type, members };
  });
}
