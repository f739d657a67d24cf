// The client's memory of the TEE it trusts: pinned at first use, compared ever after.
// Must never turn a store that cannot be read into a new first use.
import { z } from '../protocol/schema.ts';

/** Hex text: SM2 public key (65 bytes) of the device, SM3 (32 bytes) of the TEE's and of the client's bundle. */
export const pinSchema = z.strictObject({
  deviceIdentity: z.string().regex(/^04[0-9a-f]{128}$/),
  tee: z.string().regex(/^[0-9a-f]{64}$/),
  client: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Pin = z.output<typeof pinSchema>;

export type StoredPin = Pin | 'unreadable' | undefined;

export interface PinStore {
  /** `undefined` only when nothing was ever pinned; a damaged pin is `unreadable`. */
  load(): Promise<StoredPin>;
  save(pin: Pin): Promise<void>;
}

/** For clients that live as short as their TEE: the command line and the tests. */
export function memoryPins(): PinStore {
  let pinned: Pin | undefined;
  return {
    load: () => Promise.resolve(pinned),
    save: (pin) => {
      pinned = pin;
      return Promise.resolve();
    },
  };
}

/** The part of the Web Storage API that pins need; `localStorage` is one. */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Pins as JSON text under one key of the app origin's storage. */
export function textPins(storage: TextStorage, key: string): PinStore {
  return {
    load: async () => {
      const text = storage.getItem(key);
      return text === null ? undefined : parsePin(text);
    },
    save: async (pin) => storage.setItem(key, JSON.stringify(pin)),
  };
}

function parsePin(text: string): StoredPin {
  try {
    return pinSchema.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}
