// What a person can do on the history screen. Each action leaves the store in a state that can be shown.
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import type { KnownAddress, SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import type { Contact, WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import { readTerms } from '../../app/binding-terms.ts';
import { refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';
import type { HistoryStore } from './history-store.ts';

export const PAGE = 50;
/** So many are loaded at most to have a wanted one in the list; beyond them it is shown without. */
const MAX_SOUGHT = 500;

type Reader = Pick<Tee, 'invoke'>;

/** The wallets, and the newest signatures of `wanted`, of the one shown before, or of the first. Never rejects. */
export async function loadHistory(store: HistoryStore, tee: Reader, wanted?: string): Promise<void> {
  store.setState({ list: { status: 'busy' } });
  try {
    const [{ result: listed }, { result: known }] = await Promise.all([
      tee.invoke('LIST_WALLETS', {}),
      tee.invoke('LIST_CONTACTS', {}),
    ]);
    const { wallets } = listed;
    const before = store.getState().walletId;
    const wallet =
      wallets.find(({ walletId }) => walletId === wanted) ??
      wallets.find(({ walletId }) => walletId === before) ??
      wallets[0];
    store.setState({ wallets, known: knownOf(wallets, known.contacts) });
    if (wallet === undefined) store.setState({ walletId: undefined, list: { status: 'idle' } });
    else await showWallet(store, tee, wallet.walletId);
  } catch (error) {
    store.setState({ list: { status: 'failed', ...refusedBy(error) } });
  }
}

/** Its newest signatures. What is shown of the same wallet stays meanwhile. Never rejects. */
export async function showWallet(store: HistoryStore, tee: Reader, walletId: WalletId): Promise<void> {
  const isOther = store.getState().walletId !== walletId;
  store.setState({
    walletId,
    marked: undefined,
    absent: undefined,
    list: { status: 'busy' },
  });
  // What was opened while the list came is still wanted.
  if (isOther) store.setState({ detail: undefined, signatures: undefined, total: 0 });
  await loadPage(store, tee, walletId, undefined);
}

/** Older ones, after those that are shown. Never rejects. */
export async function loadMore(store: HistoryStore, tee: Reader): Promise<void> {
  const { list, signatures, walletId } = store.getState();
  const oldest = signatures?.at(-1)?.number;
  if (walletId === undefined || oldest === undefined || oldest <= 1 || list.status === 'busy') return;
  store.setState({ list: { status: 'busy' } });
  await loadPage(store, tee, walletId, oldest);
}

async function loadPage(
  store: HistoryStore,
  tee: Reader,
  walletId: WalletId,
  before: number | undefined,
): Promise<void> {
  try {
    const { result } = await tee.invoke('LIST_SIGNATURES', { walletId, before, limit: PAGE });
    const state = store.getState();
    if (state.walletId !== walletId) return;
    const older = before === undefined ? [] : (state.signatures ?? []);
    const signatures = [...older, ...result.signatures];
    store.setState({ signatures, total: result.total, list: { status: 'idle' } });
  } catch (error) {
    if (store.getState().walletId === walletId) {
      store.setState({ list: { status: 'failed', ...refusedBy(error) } });
    }
  }
}

export interface WantedEntry {
  /** As a link named it. */
  readonly walletId: string | undefined;
  readonly number: number;
}

/** Opens what a link named, where the list has it; of another wallet than it named nothing is opened. Never rejects. */
export async function showEntry(
  store: HistoryStore,
  tee: Reader,
  { walletId, number }: WantedEntry,
): Promise<void> {
  const { list, total, walletId: shown } = store.getState();
  if (list.status === 'failed') return;
  if (shown === undefined || (walletId !== undefined && walletId !== shown) || number > total)
    return store.setState({ absent: number });
  store.setState({ kind: 'any', became: 'any' });
  await loadDownTo(store, tee, number);
  if (store.getState().walletId !== shown) return;
  store.setState({ marked: number });
  await openSignature(store, tee, { number });
}

async function loadDownTo(store: HistoryStore, tee: Reader, number: number): Promise<void> {
  const { total, walletId } = store.getState();
  if (total - number >= MAX_SOUGHT) return;
  for (;;) {
    const before = store.getState();
    const oldest = before.signatures?.at(-1)?.number ?? number;
    if (oldest <= number || before.walletId !== walletId) return;
    await loadMore(store, tee);
    // Nothing came: it failed, or there is nothing more.
    if (store.getState().signatures === before.signatures) return;
  }
}

/** With its bytes. Never rejects. */
export async function openSignature(
  store: HistoryStore,
  tee: Reader,
  { number }: Pick<SignatureSummary, 'number'>,
): Promise<void> {
  const { walletId } = store.getState();
  if (walletId === undefined) return;
  store.setState({ detail: { status: 'busy', number } });
  const isStillWanted = (): boolean => {
    const state = store.getState();
    return state.walletId === walletId && state.detail?.number === number;
  };
  try {
    const { result: opened } = await tee.invoke('GET_SIGNATURE', { walletId, number });
    if (isStillWanted()) store.setState({ detail: { status: 'shown', number, opened } });
  } catch (error) {
    if (isStillWanted()) store.setState({ detail: { status: 'failed', number, ...refusedBy(error) } });
  }
}

export function closeSignature(store: HistoryStore): void {
  store.setState({ detail: undefined });
}

/**
 * A contact's name comes before that of an own account: the person gave it. A shared wallet's is its owner's, and could
 * pass for an account of one's own.
 */
function knownOf(wallets: readonly WalletSummary[], contacts: readonly Contact[]): KnownAddress[] {
  return [
    ...contacts.map(({ address, name }) => ({ address, as: 'contact' as const, text: name })),
    ...wallets
      .filter(({ binding }) => readTerms(binding.terms)?.type === 'Owner')
      .map(({ firstAccount, name }) => ({
        address: firstAccount.address,
        as: 'own-account' as const,
        text: name,
      })),
  ];
}
