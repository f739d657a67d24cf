// One part of a screen: what the TEE last said, and what became of the last change. Plain data; every
// action leaves a state that can be shown. Secrets never enter a store.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CommandName, CommandParams, CommandResult } from '../../tee-sim/protocol/commands.ts';
import type { Trace } from '../../tee-sim/protocol/trace.ts';
import { type Authorized, type AuthorizedOptions, wasCancelled } from './authorized.ts';
import { awaitOutcome, lostOperation } from './await-outcome.ts';
import { type Refused, refusedBy } from './refused.ts';
import type { Tee } from './tee.ts';

export const CHANGE_COMMANDS = [
  'CHANGE_PASSWORD',
  'REPLACE_ONE_TIME_CODE',
  'ENROL_TYPING',
  'REMOVE_FACTOR',
  'TERMINATE_SESSION',
  'REGISTER_CLIENT',
  'REVOKE_CLIENT',
  'CREATE_WALLET',
  'IMPORT_PHRASE',
  'IMPORT_KEY',
  'IMPORT_KEYSTORE',
  'DERIVE_ACCOUNTS',
  'RENAME_WALLET',
  'RENAME_ACCOUNT',
  'DELETE_WALLET',
  'PUT_BINDING',
  'REVOKE_BINDING',
  'CHANGE_POLICY',
  'CONFIRM_GAP',
  'PUT_CONTACT',
  'REMOVE_CONTACT',
] as const satisfies readonly CommandName[];
/** What a person can change like this; each has a sentence for when it is done. */
export type ChangeCommand = (typeof CHANGE_COMMANDS)[number];

export type Change =
  | { readonly status: 'idle' | 'busy' }
  /** Sent, and nobody knows yet whether it was carried out. */
  | { readonly status: 'unknown' }
  /** With what the four layers checked for it; unknown where the answer was lost on its way. */
  | { readonly status: 'done'; readonly command: ChangeCommand; readonly trace: Trace | undefined }
  | ({ readonly status: 'failed' | 'not-carried-out' } & Refused);

export interface SectionState<T> {
  readonly list: { readonly status: 'idle' | 'busy' } | ({ readonly status: 'failed' } & Refused);
  /** The TEE's last answer; it stays while it is asked again. */
  readonly data: T | undefined;
  readonly change: Change;
}
export type SectionStore<T> = StoreApi<SectionState<T>>;

export function createSection<T>(): SectionStore<T> {
  return createStore<SectionState<T>>(() => ({
    list: { status: 'idle' },
    data: undefined,
    change: { status: 'idle' },
  }));
}

/** Asks the TEE for what the section shows. Never rejects. */
export async function loadSection<T>(store: SectionStore<T>, read: () => Promise<T>): Promise<void> {
  store.setState({ list: { status: 'busy' } });
  try {
    const data = await read();
    store.setState({ data, list: { status: 'idle' } });
  } catch (error) {
    store.setState({ list: { status: 'failed', ...refusedBy(error) } });
  }
}

export interface Services {
  readonly tee: Tee;
  readonly authorized: Pick<Authorized, 'invoke'>;
}

/**
 * Carries out one change, with whatever proof the TEE asks for on the way. The result; or nothing when it failed, was
 * cancelled, or another one is under way. Never rejects.
 */
export async function performChange<T, C extends ChangeCommand>(
  store: Pick<SectionStore<T>, 'getState' | 'setState'>,
  { tee, authorized }: Services,
  command: C,
  params: CommandParams<C>,
  options?: AuthorizedOptions,
): Promise<CommandResult<C> | undefined> {
  if (isUnderWay(store.getState().change)) return undefined;
  store.setState({ change: { status: 'busy' } });
  try {
    const outcome = await authorized.invoke(command, params, options);
    if (wasCancelled(outcome)) {
      store.setState({ change: { status: 'idle' } });
      return undefined;
    }
    store.setState({ change: { status: 'done', command, trace: outcome.exchange.trace } });
    return outcome.result;
  } catch (error) {
    const lost = lostOperation(error);
    if (lost === undefined) {
      store.setState({ change: { status: 'failed', ...refusedBy(error) } });
      return undefined;
    }
    store.setState({ change: { status: 'unknown' } });
    const found = await awaitOutcome(tee, lost, command);
    if (found.outcome === 'committed') {
      store.setState({ change: { status: 'done', command, trace: undefined } });
      return found.result;
    }
    const status = found.outcome === 'not-carried-out' ? 'not-carried-out' : 'failed';
    store.setState({ change: { status, failure: found.failure, trace: undefined } });
    return undefined;
  }
}

export function isUnderWay({ status }: Change): boolean {
  return status === 'busy' || status === 'unknown';
}

/** Takes the notice of an earlier change away. */
export function forgetChange<T>(store: Pick<SectionStore<T>, 'getState' | 'setState'>): void {
  if (!isUnderWay(store.getState().change)) store.setState({ change: { status: 'idle' } });
}
