// What the trusted-environment screen shows beyond the connection itself, as plain data.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import { type Refused, refusedBy } from '../../app/refused.ts';
import type { TeeConnection } from '../../app/tee-connection.ts';

export interface TrustedState {
  /** Of "verify again". */
  readonly verifying: 'idle' | 'busy';
  /** What the TEE last said of itself. */
  readonly status: CommandResult<'GET_STATUS'> | undefined;
  readonly refused: Refused | undefined;
}

export type TrustedStore = StoreApi<TrustedState>;

export function createTrustedStore(): TrustedStore {
  return createStore<TrustedState>(() => ({ verifying: 'idle', status: undefined, refused: undefined }));
}

/** Asks the TEE what it says of itself. */
export async function loadStatus(store: TrustedStore, tee: Pick<TeeConnection, 'invoke'>): Promise<void> {
  try {
    const { result } = await tee.invoke('GET_STATUS', {});
    store.setState({ status: result, refused: undefined });
  } catch (error) {
    store.setState({ refused: refusedBy(error) });
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
