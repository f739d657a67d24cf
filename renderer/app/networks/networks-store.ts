// The configured networks and those on offer, as main last said. Main owns them; each change is read back.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LostJournal, NetworkView, OfferedNetwork } from '../../../preload/networks.ts';
import { type Answer, answerOf, type NetworkCalls, type Trouble } from './answer.ts';

export type { NetworkView, OfferedNetwork };
export type NetworkChoiceInput = Parameters<NetworkCalls['save']>[0]['network'];

export interface KnownNetworks {
  readonly networks: readonly NetworkView[];
  readonly offered: readonly OfferedNetwork[];
  /** Names under which files lie that could not be read. */
  readonly putAside: readonly string[];
  readonly lostJournal?: LostJournal | undefined;
  readonly forgottenUntilMs?: number | undefined;
}

export interface NetworksState {
  readonly list:
    | { readonly status: 'idle' | 'busy' }
    | { readonly status: 'failed'; readonly trouble: Trouble };
  /** The last answer; it stays while main is asked again. */
  readonly known: KnownNetworks | undefined;
}
export type NetworksStore = StoreApi<NetworksState>;

export function createNetworksStore(): NetworksStore {
  return createStore<NetworksState>(() => ({ list: { status: 'idle' }, known: undefined }));
}

/** Never rejects. */
export async function loadNetworks(store: NetworksStore, calls: Pick<NetworkCalls, 'list'>): Promise<void> {
  store.setState({ list: { status: 'busy' } });
  const answer = await answerOf(calls.list());
  if (answer.ok) store.setState({ known: answer.value, list: { status: 'idle' } });
  else store.setState({ list: { status: 'failed', trouble: answer.trouble } });
}

/** Once is enough, however many parts of the page want to know. Never rejects. */
export async function loadNetworksOnce(
  store: NetworksStore,
  calls: Pick<NetworkCalls, 'list'>,
): Promise<void> {
  const { known, list } = store.getState();
  if (known === undefined && list.status !== 'busy') await loadNetworks(store, calls);
}

/** Main asks every new endpoint which chain it is of, and keeps nothing unless all are of this one. Never rejects. */
export async function saveNetwork(
  store: NetworksStore,
  calls: Pick<NetworkCalls, 'list' | 'save'>,
  input: Parameters<NetworkCalls['save']>[0],
): Promise<Answer<NetworkView>> {
  const answer = await answerOf(calls.save(input));
  if (answer.ok) await loadNetworks(store, calls);
  return answer;
}

/** Never rejects. */
export async function removeNetwork(
  store: NetworksStore,
  calls: Pick<NetworkCalls, 'list' | 'remove'>,
  chainId: number,
): Promise<Answer<undefined>> {
  const answer = await answerOf(calls.remove({ chainId }));
  await loadNetworks(store, calls);
  return answer;
}

export function networkOf(known: KnownNetworks | undefined, chainId: number): NetworkView | undefined {
  return known?.networks.find((network) => network.chainId === chainId);
}

/** Those that are not configured yet. */
export function stillOffered({ networks, offered }: KnownNetworks): readonly OfferedNetwork[] {
  return offered.filter(({ chainId }) => networks.every((network) => network.chainId !== chainId));
}
