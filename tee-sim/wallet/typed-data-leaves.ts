// Every value inside typed data, one line each, as a person goes through them: nothing that is signed stays out of
// sight but by number.

import type { TypedData, TypedStruct, TypedValue } from './typed-data.ts';
import { arrayOf, DOMAIN_TYPE, type TypedStructs } from './typed-data-types.ts';
import { toHex } from './uint.ts';

export interface Leaf {
  /** `domain.chainId`, `message.orders[2].price`. */
  readonly path: string;
  readonly type: string;
  /** Decimal, EIP-55, 0x hex, true/false, or the text itself. */
  readonly value: string;
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const MAX_LEAVES = 512;
const MAX_VALUE = 1_024;
const MAX_PATH = 512;
const MAX_TYPE = 128;

/** Domain first, then the message in the order of its types; at most 512, `more` counts the rest. */
export function typedDataLeaves({ types, primaryType, domain, message }: TypedData): {
  shown: Leaf[];
  more: number;
} {
  const shown: Leaf[] = [];
  let total = 0;
  const add = (path: string, type: string, value: string): void => {
    total += 1;
    if (total > MAX_LEAVES) return;
    shown.push({ path: cut(path, MAX_PATH), type: cut(type, MAX_TYPE), value: cut(value, MAX_VALUE) });
  };
  walkStruct(types, DOMAIN_TYPE, domain, 'domain', add);
  walkStruct(types, primaryType, message, 'message', add);
  return { shown, more: total - shown.length };
}

type Add = (path: string, type: string, value: string) => void;

function walkStruct(types: TypedStructs, name: string, struct: TypedStruct, path: string, add: Add): void {
  const fields = types.get(name) ?? [];
  // What holds nothing is a value too: a person sees that it is empty.
  if (fields.length === 0) add(path, name, '{}');
  for (const field of fields) {
    walk(types, field.type, struct.get(field.name), `${path}.${field.name}`, add);
  }
}

function walk(
  types: TypedStructs,
  type: string,
  value: TypedValue | undefined,
  path: string,
  add: Add,
): void {
  const array = arrayOf(type);
  if (array !== undefined && Array.isArray(value)) {
    const items = value as readonly TypedValue[];
    if (items.length === 0) add(path, type, '[]');
    for (const [i, item] of items.entries()) walk(types, array.item, item, `${path}[${i}]`, add);
  } else if (value instanceof Map) {
    walkStruct(types, type, value as TypedStruct, path, add);
  } else {
    add(path, type, value instanceof Uint8Array ? toHex(value) : visible(String(value)));
  }
}

/** Characters that would hide, break or turn the line around, spelled out. */
function visible(text: string): string {
  return text.replaceAll(HIDDEN, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Never longer than `most`; what was cut ends in "… (+n)" with how many characters are missing. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 16).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (+${text.length - kept.length})`;
}
