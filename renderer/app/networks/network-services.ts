// The part of the page that knows of networks: main's calls and what they said, for components.
import { createContext, useContext, useEffect } from 'react';
import type { CheckedBridge } from '../bridge.ts';
import type { NetworkCalls } from './answer.ts';
import { createTokensStore, type TokensStore } from './known-tokens.ts';
import { createNetworksStore, loadNetworksOnce, type NetworksStore } from './networks-store.ts';
import {
  createTransactionsStore,
  followTransactions,
  loadTransactions,
  type TransactionsStore,
} from './transactions-store.ts';

export interface NetworkServices {
  readonly calls: NetworkCalls;
  readonly openExternal: CheckedBridge['app']['openExternal'];
  readonly networks: NetworksStore;
  readonly transactions: TransactionsStore;
  readonly tokens: TokensStore;
}

/** Knows what was sent before, and follows main's events from now on, for as long as the window lives. */
export function createNetworkServices(
  { networks: calls, app, on }: CheckedBridge,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): NetworkServices {
  const transactions = createTransactionsStore();
  followTransactions(transactions, on.networkUpdate);
  void loadTransactions(transactions, calls);
  return {
    calls,
    openExternal: app.openExternal,
    networks: createNetworksStore(),
    transactions,
    tokens: createTokensStore(storage),
  };
}

export const NetworkServicesContext = createContext<NetworkServices | undefined>(undefined);

export function useNetworkServices(): NetworkServices {
  const services = useContext(NetworkServicesContext);
  if (services === undefined) throw new Error('no NetworkServicesContext above');
  return services;
}

/** The services, with the list of networks asked for. */
export function useKnownNetworks(): NetworkServices {
  const services = useNetworkServices();
  const { networks, calls } = services;
  useEffect(() => void loadNetworksOnce(networks, calls), [networks, calls]);
  return services;
}
