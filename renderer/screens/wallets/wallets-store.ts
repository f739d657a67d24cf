// What the wallets screen shows: the list, and the one wallet that is open. Plain data, no secret.
import type { BindingSummary, WalletId } from '../../../tee-sim/protocol/bindings.ts';
import type { Account, WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import { type BalancesStore, createBalancesStore } from '../../app/networks/balances-store.ts';
import { createSection, type SectionStore } from '../../app/section.ts';

export interface WalletList {
  readonly wallets: readonly WalletSummary[];
  /** What the TEE cannot read, and whether it can tell everybody's access. */
  readonly damaged: readonly WalletId[];
  readonly isAccessWhole: boolean;
  /** Names of the others who have access, of as many wallets as are asked for. */
  readonly others: Readonly<Record<WalletId, readonly string[]>>;
}

export interface OpenWallet {
  readonly wallet: WalletSummary;
  readonly accounts: readonly Account[];
  readonly bindings: readonly BindingSummary[];
}

export interface WalletsStores {
  readonly list: SectionStore<WalletList>;
  readonly open: SectionStore<OpenWallet>;
  readonly balances: BalancesStore;
}

export function createWalletsStores(): WalletsStores {
  return { list: createSection(), open: createSection(), balances: createBalancesStore() };
}
