// The one connection to the TEE, for components.
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Account } from './account.ts';
import type { Connection, ConnectionState } from './connection-state.ts';
import type { TeeConnection } from './tee-connection.ts';

export const TeeContext = createContext<TeeConnection | undefined>(undefined);

export function useTee(): TeeConnection {
  const tee = useContext(TeeContext);
  if (tee === undefined) throw new Error('no TeeContext above');
  return tee;
}

export function useConnectionState(): ConnectionState {
  return useStore(useTee().store);
}

export function useConnection(): Connection {
  return useStore(useTee().store, (state) => state.connection);
}

/** Who is in front of the window; absent until the TEE was first asked. */
export function useAccount(): Account | undefined {
  return useStore(useTee().store, (state) => state.account);
}
