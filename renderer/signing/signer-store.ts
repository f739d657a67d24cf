// Who is to sign, as plain data: the wallets and accounts that there are, and those that are chosen. No secrets.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WalletId } from '../../tee-sim/protocol/bindings.ts';
import type { Account, Contact, WalletSummary } from '../../tee-sim/protocol/wallets.ts';
import type { Refused } from '../app/refused.ts';

/** Wallets that this person may sign with, and whom they know. */
export interface Signers {
  readonly wallets: readonly WalletSummary[];
  /** Of the chosen wallet; the first account only until they are loaded. */
  readonly accounts: readonly Account[];
  readonly contacts: readonly Contact[];
}

export interface SignerState {
  readonly signers: Signers | undefined;
  readonly loading: { readonly status: 'idle' | 'busy' } | ({ readonly status: 'failed' } & Refused);
  readonly walletId: WalletId | undefined;
  /** Its index. */
  readonly account: number;
}

export type SignerStore = StoreApi<SignerState>;

export function createSignerStore(): SignerStore {
  return createStore<SignerState>(() => ({
    signers: undefined,
    loading: { status: 'idle' },
    walletId: undefined,
    account: 0,
  }));
}

/** The account that is to sign; `undefined` before there is one. */
export function chosenAccount({
  signers,
  account,
}: Pick<SignerState, 'signers' | 'account'>): Account | undefined {
  return signers?.accounts.find(({ index }) => index === account);
}

/** `undefined` where it is not among them any more. */
export function walletName(signers: Signers | undefined, walletId: WalletId): string | undefined {
  return signers?.wallets.find((wallet) => wallet.walletId === walletId)?.name;
}
