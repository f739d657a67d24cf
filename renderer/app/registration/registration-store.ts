// A registration under way, as plain data. It holds words and a password while they are shown and typed: made for one
// registration, dropped with it, never kept anywhere.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { KeystrokeSample } from '../../../tee-sim/protocol/factors.ts';
import type { Trace } from '../../../tee-sim/protocol/trace.ts';

/**
 * In this order. The authenticator comes last, because its code is good for a minute and goes with the registration.
 */
export const STEPS = ['person', 'words', 'check', 'typing', 'code'] as const;
export type Step = (typeof STEPS)[number];

/** What the TEE drew, and at which boot: it does not survive one. */
export interface Prepared extends CommandResult<'PREPARE_FACTORS'> {
  readonly bootId: string | undefined;
}

export type RegistrationRun =
  | { readonly status: 'idle' | 'busy' }
  /** What was drawn is gone; there is something new to be written down. */
  | { readonly status: 'lost' }
  /** Sent, and nobody knows yet whether it was carried out. */
  | { readonly status: 'unknown' }
  | { readonly status: 'failed'; readonly failure: TeeFailure; readonly trace: Trace };

export interface RegistrationState {
  readonly step: Step;
  readonly name: string;
  readonly password: string;
  readonly repeat: string;
  readonly prepared: Prepared | undefined;
  readonly written: boolean;
  readonly checkedWords: readonly [string, string];
  readonly typing: readonly KeystrokeSample[];
  readonly code: string;
  /** Problems of the step are shown once someone tried to go on. */
  readonly attempted: boolean;
  readonly run: RegistrationRun;
}

export type RegistrationStore = StoreApi<RegistrationState>;

export function createRegistration(): RegistrationStore {
  return createStore<RegistrationState>(() => ({
    step: 'person',
    name: '',
    password: '',
    repeat: '',
    prepared: undefined,
    written: false,
    checkedWords: ['', ''],
    typing: [],
    code: '',
    attempted: false,
    run: { status: 'idle' },
  }));
}
