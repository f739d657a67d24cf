// What the security screen shows: one small store for each of its sections, and which section is open.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BindingSummary, WalletId } from '../../../tee-sim/protocol/bindings.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { UserSummary } from '../../../tee-sim/protocol/factors.ts';
import type { WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import { createSection, type SectionStore } from '../../app/section.ts';

export const SECTIONS = ['signIn', 'sessions', 'people', 'clients', 'wallets', 'policy'] as const;
export type SectionName = (typeof SECTIONS)[number];

export type Account = CommandResult<'GET_ACCOUNT'>;
export type SessionEntry = CommandResult<'LIST_SESSIONS'>['sessions'][number];
export type ClientEntry = CommandResult<'LIST_CLIENTS'>['clients'][number];
export type WalletEntry = WalletSummary;
export type PolicyVersion = CommandResult<'GET_POLICY'>;

export interface WalletsData {
  readonly wallets: readonly WalletEntry[];
  /** What the TEE cannot read, and whether it can tell everybody's access. */
  readonly damaged: readonly WalletId[];
  readonly isAccessWhole: boolean;
  /** Of each wallet that the person may read. */
  readonly bindings: Readonly<Record<WalletId, readonly BindingSummary[]>>;
  /** To whom access can be given. */
  readonly users: readonly UserSummary[];
}

export interface SecurityStores {
  readonly open: StoreApi<{ readonly section: SectionName }>;
  readonly account: SectionStore<Account>;
  readonly sessions: SectionStore<readonly SessionEntry[]>;
  readonly people: SectionStore<readonly UserSummary[]>;
  readonly clients: SectionStore<readonly ClientEntry[]>;
  readonly wallets: SectionStore<WalletsData>;
  /** The version that is shown, which need not be the one in force. */
  readonly policy: SectionStore<PolicyVersion>;
}

export function createSecurityStores(): SecurityStores {
  return {
    open: createStore(() => ({ section: 'signIn' as SectionName })),
    account: createSection(),
    sessions: createSection(),
    people: createSection(),
    clients: createSection(),
    wallets: createSection(),
    policy: createSection(),
  };
}

export function openSection(store: SecurityStores['open'], section: SectionName): void {
  store.setState({ section });
}
