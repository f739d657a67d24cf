// What the trusted-environment screen shows beyond the connection itself, as plain data.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type TeeFailure, toTeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { TeeConnection } from '../../app/tee-connection.ts';

export interface TrustedState {
  /** Of "verify again". */
  readonly verifying: 'idle' | 'busy';
  /** What the TEE last said of itself. */
  readonly status: CommandResult<'GET_STATUS'> | undefined;
  readonly failure: TeeFailure | undefined;
}

export type TrustedStore = StoreApi<TrustedState>;

export function createTrustedStore(): TrustedStore {
  return createStore<TrustedState>(() => ({ verifying: 'idle', status: undefined, failure: undefined }));
}

/** Asks the TEE what it says of itself. */
export async function loadStatus(store: TrustedStore, tee: Pick<TeeConnection, 'invoke'>): Promise<void> {
  try {
    const { result } = await tee.invoke('GET_STATUS', {});
    store.setState({ status: result, failure: undefined });
  } catch (error) {
    store.setState({ failure: toTeeFailure(error, 'API') });
  }
}

/** A fresh attestation; what comes of it shows in the connection. */
export async function verifyAgain(
  store: TrustedStore,
  tee: Pick<TeeConnection, 'verifyAgain'>,
): Promise<void> {
  if (store.getState().verifying === 'busy') return;
  store.setState({ verifying: 'busy' });
  await tee.verifyAgain();
  store.setState({ verifying: 'idle' });
}
