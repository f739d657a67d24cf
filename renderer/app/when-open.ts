// Waits for a state of the connection in which something can be done.
import type { StoreApi } from 'zustand/vanilla';
import { gateOf } from './account.ts';
import type { ConnectionState } from './connection-state.ts';

/** Resolves once `holds`, now or later; `false` when `signal` ends the wait. */
export function whenState(
  store: StoreApi<ConnectionState>,
  holds: (state: ConnectionState) => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (held: boolean): void => {
      unsubscribe();
      signal.removeEventListener('abort', abort);
      resolve(held);
    };
    const abort = (): void => settle(false);
    const look = (state: ConnectionState): void => {
      if (holds(state)) settle(true);
    };
    const unsubscribe = store.subscribe(look);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else look(store.getState());
  });
}

/** A verified connection, and nobody has to unlock it. */
export function isOpen({ connection, account }: ConnectionState): boolean {
  const gate = gateOf(account);
  return connection.state === 'connected' && gate !== 'waiting' && gate !== 'unlock';
}
