// What the history screen shows, as plain data: one wallet's signatures as far as they were loaded, and the one that
// is open. The TEE owns the truth; this is a view of it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { KnownAddress, SignatureKind, SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import type { WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import type { Sent } from '../../app/networks/sent-before.ts';
import type { Refused } from '../../app/refused.ts';
import { isOfFilter, type SentFilter } from './sent-state.ts';

export type HistoryDetail =
  | { readonly status: 'busy'; readonly number: number }
  | { readonly status: 'shown'; readonly number: number; readonly opened: CommandResult<'GET_SIGNATURE'> }
  | ({ readonly status: 'failed'; readonly number: number } & Refused);

export type HistoryExport =
  | { readonly status: 'idle' | 'cancelled' }
  | { readonly status: 'busy'; readonly read: number; readonly total: number }
  | { readonly status: 'saved'; readonly rows: number }
  | ({ readonly status: 'failed' } & Refused);

export interface HistoryState {
  readonly wallets: readonly WalletSummary[] | undefined;
  readonly walletId: WalletId | undefined;
  /** Newest first; absent until the TEE answered. */
  readonly signatures: readonly SignatureSummary[] | undefined;
  readonly total: number;
  /** Whom this person knows: contacts and own accounts. */
  readonly known: readonly KnownAddress[];
  readonly kind: SignatureKind | 'any';
  readonly became: SentFilter;
  readonly list: { readonly status: 'idle' | 'busy' } | ({ readonly status: 'failed' } & Refused);
  readonly detail: HistoryDetail | undefined;
  /** The entry that a link named, once it is in the list. */
  readonly marked: number | undefined;
  /** A link named an entry that is not there. */
  readonly absent: number | undefined;
  readonly exporting: HistoryExport;
}

export type HistoryStore = StoreApi<HistoryState>;

export function createHistoryStore(): HistoryStore {
  return createStore<HistoryState>(() => ({
    wallets: undefined,
    walletId: undefined,
    signatures: undefined,
    total: 0,
    known: [],
    kind: 'any',
    became: 'any',
    list: { status: 'idle' },
    detail: undefined,
    marked: undefined,
    absent: undefined,
    exporting: { status: 'idle' },
  }));
}

export function isFiltered({ kind, became }: Pick<HistoryState, 'kind' | 'became'>): boolean {
  return kind !== 'any' || became !== 'any';
}

/** Also those that the filters hide. */
export function showAll(store: HistoryStore): void {
  store.setState({ kind: 'any', became: 'any' });
}

/** Of those loaded, what the filters let through. */
export function shownSignatures(
  { signatures = [], kind, became }: Pick<HistoryState, 'signatures' | 'kind' | 'became'>,
  sent: Sent,
): readonly SignatureSummary[] {
  return signatures.filter(
    (each) => (kind === 'any' || each.kind === kind) && isOfFilter(each, sent, became),
  );
}
