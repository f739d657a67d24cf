// What a command's file gets and gives: a parsed call in, a result or a state change out.
import { DEVICE_OWNER, type Session, type SessionTable } from '../authorization/layer-2-sessions.ts';
import type { EngineName } from '../crypto/engine.ts';
import { refusal } from '../os/refusals.ts';
import type { CommandName, CommandResult, ParsedParams } from '../protocol/commands.ts';
import type { DriverContext } from '../protocol/envelope.ts';
import type { Features } from '../protocol/features.ts';
import type { MasterKeySource } from '../protocol/port.ts';
import type { OperationId } from '../protocol/schema.ts';
import type { HistoryStore } from '../risk/history.ts';
import type { LogEntry, SecureStorage, Transaction } from '../storage/storage.ts';

/** What a command's file has to work with. It can read; only the TA itself writes, once a change is returned. */
export interface TaServices {
  readonly storage: Omit<SecureStorage, 'write' | 'close'>;
  readonly sessions: SessionTable;
  readonly history: HistoryStore;
  readonly status: TeeFacts;
}

/** What the TEE OS knows of itself. */
export interface TeeFacts {
  readonly engine: EngineName;
  readonly masterKeySource: MasterKeySource;
  readonly clockWentBack: boolean;
  /** Since boot. */
  readonly openedRequests: () => number;
}

/** Measures the steps that a command does itself. */
export interface StepMeter {
  measure<T>(step: 'assess' | 'store', sizeBytes: number, work: () => T): T;
}

/** What the TEE OS established about a request before the TA sees it. */
export interface InvokeContext {
  /** Authenticated; absent for commands without a session. */
  readonly session: Session | undefined;
  readonly requestDigest: Uint8Array;
  readonly driverContext: DriverContext | undefined;
  /** TEE time, ms. */
  readonly atMs: number;
  readonly steps: StepMeter;
}

/** One call of command `C`, parsed by the command table. */
export interface Call<C extends CommandName> extends InvokeContext {
  readonly params: ParsedParams<C>;
  readonly features: Features | undefined;
  /** Of the table's number and lengths; the OS zeroes them after the call. */
  readonly secrets: readonly Uint8Array[];
  /** Present exactly for commands that change state. */
  readonly operationId: OperationId | undefined;
}

/** Decided but not done yet: `store` runs in the transaction that commits the operation with it. */
export interface Change<R> {
  /** What is stored, in the clear: zeroed when the transaction ended, however it did. */
  readonly plaintexts: readonly Uint8Array[];
  readonly store: (tx: Transaction) => { log: LogEntry; result: R };
}

/** A command that changes state returns its change and stores nothing itself. */
export type Outcome<R> = { readonly result: R } | { readonly change: Change<R> };

export type Handler<C extends CommandName> = (call: Call<C>, ta: TaServices) => Outcome<CommandResult<C>>;

/** The session that a command acts for. @throws BAD_STATE no-session */
export function requireSession({ session }: InvokeContext): Session {
  if (session === undefined) throw refusal('no-session');
  return session;
}

/** The session of the one user who may read everything that this device logged. @throws ACCESS_DENIED */
export function requireDeviceOwner(context: InvokeContext): Session {
  const session = requireSession(context);
  if (session.userId !== DEVICE_OWNER) throw refusal('not-device-owner');
  return session;
}
