// Bytes that are shown or sent once and then zeroed: held for one page, by one owner, never in a store.
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { wipe } from '../../tee-sim/protocol/bytes.ts';
import { useServedUser } from './role.ts';

export class HeldSecret {
  #bytes: Uint8Array | undefined;
  readonly #listeners = new Set<() => void>();
  #isOver = false;

  /** Stays this one's: nobody zeroes or keeps it. */
  get bytes(): Uint8Array | undefined {
    return this.#bytes;
  }

  /** Takes the bytes over; what was held before is zeroed. */
  hold(bytes: Uint8Array): void {
    if (bytes === this.#bytes) return;
    if (this.#isOver) {
      wipe(bytes);
      return;
    }
    wipe(this.#bytes);
    this.#bytes = bytes;
    this.#tell();
  }

  wipe(): void {
    if (this.#bytes === undefined) return;
    wipe(this.#bytes);
    this.#bytes = undefined;
    this.#tell();
  }

  /** What still comes is zeroed at once. */
  end(): void {
    this.#isOver = true;
    this.wipe();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Zeroed when its component goes, when the window is locked, and when somebody else unlocks it. */
export function useHeldSecret(): HeldSecret {
  const held = useMemo(() => new HeldSecret(), []);
  const user = useServedUser();
  useEffect(() => () => held.end(), [held]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each person anew
  useEffect(() => () => held.wipe(), [held, user]);
  return held;
}

export function useHeldBytes(held: HeldSecret): Uint8Array | undefined {
  return useSyncExternalStore(held.subscribe, () => held.bytes);
}

/** What was typed in secret does not stay under the lock. */
export function useOnLock(forget: () => void): void {
  const isServed = useServedUser() !== undefined;
  const latest = useRef(forget);
  latest.current = forget;
  useEffect(() => {
    if (!isServed) latest.current();
  }, [isServed]);
}
