// Electron's `contextBridge` where there is only one world: what is exposed is copied and frozen,
// functions are wrapped, so that the page can change nothing that the preload holds.
import { decodeValue, encodeValue } from '../codec.ts';

export const contextBridge: Pick<Electron.ContextBridge, 'exposeInMainWorld'> = {
  exposeInMainWorld(apiKey, api) {
    if (Object.hasOwn(globalThis, apiKey)) {
      throw new Error('Cannot bind an API on top of an existing property on the window object');
    }
    Object.defineProperty(globalThis, apiKey, { value: deepFreeze(crossWorlds(api)), enumerable: true });
  },
};

/**
 * Functions by wrapper, promises by result, plain objects and arrays by copy, the rest cloned.
 * `copies` keeps what is shared or circular that way.
 */
function crossWorlds(value: unknown, copies = new Map<unknown, unknown>()): unknown {
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (typeof value === 'function') {
    return (...args: unknown[]) =>
      crossWorlds(Reflect.apply(value, undefined, crossWorlds(args) as unknown[]));
  }
  if (value instanceof Promise) return value.then((result) => crossWorlds(result));
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    copies.set(value, copy);
    for (const item of value) copy.push(crossWorlds(item, copies));
    return copy;
  }
  if (!isPlainObject(value)) return decodeValue(encodeValue(value));
  const copy = {};
  copies.set(value, copy);
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, key, {
      value: crossWorlds(item, copies),
      ...{ configurable: true, enumerable: true, writable: true },
    });
  }
  return copy;
}

function deepFreeze(value: unknown): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
  // Byte views cannot be frozen.
  if (ArrayBuffer.isView(value)) return value;
  if (Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const item of Object.values(value)) deepFreeze(item);
  return value;
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
