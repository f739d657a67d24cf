// Asks for the window to be kept out of pictures for as long as something on it wants that.
import { createContext, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CheckedBridge } from './bridge.ts';

type Protect = CheckedBridge['app']['protectContent'];

export class ContentProtection {
  /** Whether the system does it; `undefined` until it said so. */
  readonly store: StoreApi<{ readonly isProtected: boolean | undefined }> = createStore(() => ({
    isProtected: undefined as boolean | undefined,
  }));
  readonly #protect: Protect;
  #holders = 0;

  constructor(protect: Protect) {
    this.#protect = protect;
  }

  /** Until the function that it returns is called. */
  hold(): () => void {
    this.#holders += 1;
    if (this.#holders === 1) void this.#ask(true);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders -= 1;
      if (this.#holders === 0) void this.#ask(false);
    };
  }

  /** A system that cannot be asked protects nothing. */
  async #ask(on: boolean): Promise<void> {
    const { isProtected } = await this.#protect({ on }).catch(() => ({ isProtected: false }));
    const wanted = this.#holders > 0;
    if (on === wanted) this.store.setState({ isProtected: on ? isProtected : undefined });
  }
}

export const ContentProtectionContext = createContext<ContentProtection | undefined>(undefined);

/** While the component is there: whether pictures of the window are kept from being taken. */
export function useContentProtection(): boolean | undefined {
  const protection = useContext(ContentProtectionContext);
  if (protection === undefined) throw new Error('no ContentProtectionContext above');
  useEffect(() => protection.hold(), [protection]);
  return useStore(protection.store, (state) => state.isProtected);
}
