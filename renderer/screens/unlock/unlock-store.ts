// What the unlock screen shows, as plain data. What is secret stays in its fields.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { Trace } from '../../../tee-sim/protocol/trace.ts';

export type UnlockRun =
  | { readonly status: 'idle' | 'busy' }
  | { readonly status: 'failed'; readonly failure: TeeFailure; readonly trace: Trace };

export interface UnlockState {
  readonly view: 'unlock' | 'recover';
  /** Who is to unlock; `undefined`: whoever did last. */
  readonly name: string | undefined;
  readonly run: UnlockRun;
  /** A new password was set just now. */
  readonly recovered: boolean;
}

export type UnlockStore = StoreApi<UnlockState>;

export function createUnlock(): UnlockStore {
  return createStore<UnlockState>(() => ({
    view: 'unlock',
    name: undefined,
    run: { status: 'idle' },
    recovered: false,
  }));
}
