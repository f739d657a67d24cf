// A keystore file on its way into the TEE, as plain data: chosen, being opened there, open, or not. The file is
// encrypted; its password is never here.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CommandResult } from '../../../../tee-sim/protocol/commands.ts';
import type { Address } from '../../../../tee-sim/protocol/payment.ts';
import type { Refused } from '../../../app/refused.ts';

type Progress = CommandResult<'GET_KEYSTORE'>;
export type FileFailure = Extract<Progress, { state: 'failed' }>['reason'];

export type Opening =
  | { readonly status: 'idle' }
  | { readonly status: 'opening'; readonly fraction: number }
  | { readonly status: 'opened'; readonly address: Address }
  /** The file, or its password. */
  | { readonly status: 'wrong'; readonly reason: FileFailure }
  /** The TEE let go of it: it was locked, restarted, or too much time went by. */
  | { readonly status: 'lost' }
  | ({ readonly status: 'failed' } & Refused);

export type KeystoreStore = StoreApi<{ readonly opening: Opening }>;

export function createKeystore(): KeystoreStore {
  return createStore(() => ({ opening: { status: 'idle' } as Opening }));
}
