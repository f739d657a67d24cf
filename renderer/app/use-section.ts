// What the sections' components share: their services, and loading when there is someone to ask.
import { useEffect } from 'react';
import { useServedUser } from './role.ts';
import type { Tee } from './tee.ts';
import { useConnection, useTee } from './tee-context.ts';

/**
 * Loads when the section is shown, and anew after the TEE came back or somebody else unlocked it. `load` must be the
 * same function each time.
 */
export function useLoad<S>(store: S, load: (store: S, tee: Tee) => Promise<void>): void {
  const tee = useTee();
  const { state } = useConnection();
  const userId = useServedUser();
  useEffect(() => {
    if (state === 'connected' && userId !== undefined) void load(store, tee);
  }, [store, tee, state, userId, load]);
}
