// What the history screen shows, as plain data: one wallet's signatures as far as they were loaded, and the one that
// is open. The TEE owns the truth; this is a view of it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { KnownAddress, SignatureKind, SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import type { WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import type { Refused } from '../../app/refused.ts';

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
  readonly list: { readonly status: 'idle' | 'busy' } | ({ readonly status: 'failed' } & Refused);
  readonly detail: HistoryDetail | undefined;
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
    list: { status: 'idle' },
    detail: undefined,
    exporting: { status: 'idle' },
  }));
}

/** Of those loaded, what the filter lets through. */
export function shownSignatures({
  signatures = [],
  kind,
}: Pick<HistoryState, 'signatures' | 'kind'>): readonly SignatureSummary[] {
  return kind === 'any' ? signatures : signatures.filter((each) => each.kind === kind);
}
