// Values across the window's socket as JSON text, with what Electron's structured clone keeps:
// undefined, bigint, NaN, Date, Map, Set, Error, bytes, shared and circular references.
// Pure: runs in the page and in Node. It must never call anything that it decodes.

/** A node is a JSON primitive as it is, or `[kind, …]`; children are indices into the node table. */
type Node = string | number | boolean | null | readonly [string, ...unknown[]];

const BYTE_VIEWS = {
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigUint64Array,
  BigInt64Array,
} as const;
type ByteView = InstanceType<(typeof BYTE_VIEWS)[keyof typeof BYTE_VIEWS]>;

/** As `structuredClone` does for functions, symbols, promises and weak collections. */
function notCloneable(): Error {
  return new Error('An object could not be cloned.');
}

/** @throws Error "An object could not be cloned." */
export function encodeValue(value: unknown): string {
  const nodes: Node[] = [];
  const seen = new Map<object, number>();
  const pending: (() => void)[] = [];

  const add = (item: unknown): number => {
    const known = typeof item === 'object' && item !== null ? seen.get(item) : undefined;
    if (known !== undefined) return known;
    const index = nodes.length;
    nodes.push(null);
    if (typeof item === 'object' && item !== null) {
      seen.set(item, index);
      // Later, not now: depth must not be limited by the stack.
      pending.push(() => {
        nodes[index] = encodeObject(item, add);
      });
    } else {
      nodes[index] = encodePrimitive(item);
    }
    return index;
  };

  add(value);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) next();
  return JSON.stringify(nodes);
}

function encodePrimitive(value: unknown): Node {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', numberText(value)];
    case 'undefined':
      return ['undefined'];
    case 'bigint':
      return ['bigint', value.toString()];
    case 'object':
      return null;
    default:
      throw notCloneable();
  }
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function encodeObject(value: object, add: (item: unknown) => number): Node {
  if (Array.isArray(value)) return ['array', ...Array.from(value, add)];
  if (ArrayBuffer.isView(value)) return encodeView(value);
  if (value instanceof ArrayBuffer) return ['buffer', toBase64(new Uint8Array(value))];
  if (value instanceof Date) return ['date', numberText(value.getTime())];
  if (value instanceof Map) return ['map', ...[...value].flatMap(([key, item]) => [add(key), add(item)])];
  if (value instanceof Set) return ['set', ...[...value].map(add)];
  if (value instanceof Error) return ['error', value.name, value.message];
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) throw notCloneable();
  return ['object', ...Object.entries(value).flatMap(([key, item]) => [key, add(item)])];
}

function encodeView(view: ArrayBufferView): Node {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  // Subclasses (Node's Buffer) arrive as their plain base, as in Electron.
  for (const [kind, View] of Object.entries(BYTE_VIEWS)) {
    if (view instanceof View) return [kind, toBase64(bytes)];
  }
  throw notCloneable();
}

/** @throws Error on text that `encodeValue` does not write */
export function decodeValue(text: string): unknown {
  const nodes: unknown = JSON.parse(text);
  if (!Array.isArray(nodes) || nodes.length === 0) throw malformed();
  const values = nodes.map(shell);
  nodes.forEach((node, index) => {
    if (Array.isArray(node)) fill(values[index], node, values);
  });
  return values[0];
}

/** The value itself, or an empty container that `fill` completes once every other one exists. */
function shell(node: unknown): unknown {
  if (!Array.isArray(node)) {
    if (typeof node === 'object' && node !== null) throw malformed();
    return node;
  }
  const [kind, text] = node as readonly unknown[];
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(expectText(text));
    case 'bigint':
      return BigInt(expectText(text));
    case 'date':
      return new Date(Number(expectText(text)));
    case 'buffer':
      return fromBase64(expectText(text)).buffer;
    case 'array':
      return [];
    case 'map':
      return new Map();
    case 'set':
      return new Set();
    case 'object':
      return {};
    case 'error':
      return decodeError(expectText(text), expectText(node[2]));
    default:
      return decodeView(kind, text);
  }
}

function decodeView(kind: unknown, text: unknown): ByteView {
  if (typeof kind !== 'string' || !Object.hasOwn(BYTE_VIEWS, kind)) throw malformed();
  return new BYTE_VIEWS[kind as keyof typeof BYTE_VIEWS](fromBase64(expectText(text)).buffer);
}

function decodeError(name: string, message: string): Error {
  const error = new Error(message);
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  return error;
}

function fill(target: unknown, node: readonly unknown[], values: readonly unknown[]): void {
  const at = (position: number): unknown => {
    const index = node[position];
    if (typeof index !== 'number' || !(index in values)) throw malformed();
    return values[index];
  };
  const kind = node[0];
  if (Array.isArray(target) && kind === 'array') for (let i = 1; i < node.length; i += 1) target.push(at(i));
  if (target instanceof Set) for (let i = 1; i < node.length; i += 1) target.add(at(i));
  if (target instanceof Map) for (let i = 1; i < node.length; i += 2) target.set(at(i), at(i + 1));
  if (kind === 'object') {
    for (let i = 1; i < node.length; i += 2) {
      // defineProperty, so that "__proto__" becomes an own key and sets no prototype.
      const property = { value: at(i + 1), configurable: true, enumerable: true, writable: true };
      Object.defineProperty(target, expectText(node[i]), property);
    }
  }
}

function expectText(value: unknown): string {
  if (typeof value !== 'string') throw malformed();
  return value;
}

function malformed(): Error {
  return new Error('Malformed message.');
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
