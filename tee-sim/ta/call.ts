// What a command's file gets and gives: a parsed and authorized call in, a result or a state change out.
import type { AccountKeys } from '../authorization/account-keys.ts';
import type { Authenticator } from '../authorization/authenticator.ts';
import type { BindingRecord, BindingStore } from '../authorization/bindings.ts';
import type { ChallengeIssuer } from '../authorization/challenge.ts';
import type { ClientRegistry } from '../authorization/clients.ts';
import type { ContactStore } from '../authorization/contacts.ts';
import type { Condition, Demands } from '../authorization/framework.ts';
import type { SessionTable } from '../authorization/layer-2-sessions.ts';
import type { LimitLedger } from '../authorization/limit-ledger.ts';
import type { LockOuts } from '../authorization/lock-outs.ts';
import type { PolicyStore } from '../authorization/policy.ts';
import type { RunningTime } from '../authorization/running-time.ts';
import type { Session, SessionUser } from '../authorization/session.ts';
import type { TeeClock } from '../authorization/tee-clock.ts';
import type { TraceRecorder } from '../authorization/trace.ts';
import type { UserStore } from '../authorization/users.ts';
import type { WalletStore } from '../authorization/wallets.ts';
import type { CryptoEngine, EngineName, RandomBytes } from '../crypto/engine.ts';
import { refusal } from '../os/refusals.ts';
import type { CommandAnswer, CommandName, ParsedParams } from '../protocol/commands.ts';
import type { DriverContext } from '../protocol/envelope.ts';
import type { RequestProof } from '../protocol/factors.ts';
import type { Features } from '../protocol/features.ts';
import type { MasterKeySource } from '../protocol/port.ts';
import type { OperationId } from '../protocol/schema.ts';
import type { HistoryStore } from '../risk/history.ts';
import type { LogEntry, SecureStorage, Transaction } from '../storage/storage.ts';
import type { KeystoreQueue } from './keystore-job.ts';
import type { SignatureStore } from './signatures.ts';

/** What a command's file has to work with. It can read; only the TA itself writes, once a change is returned. */
export interface TaServices {
  readonly storage: Omit<SecureStorage, 'write' | 'close'>;
  readonly engine: CryptoEngine;
  readonly random: RandomBytes;
  readonly clock: TeeClock;
  readonly challenges: ChallengeIssuer;
  readonly sessions: SessionTable;
  readonly users: UserStore;
  readonly authenticator: Authenticator;
  readonly lockOuts: LockOuts;
  readonly clients: ClientRegistry;
  readonly policy: PolicyStore;
  readonly wallets: WalletStore;
  readonly bindings: BindingStore;
  readonly accountKeys: AccountKeys;
  readonly contacts: ContactStore;
  readonly keystores: KeystoreQueue;
  readonly signatures: SignatureStore;
  readonly ledger: LimitLedger;
  readonly runningTime: RunningTime;
  readonly history: HistoryStore;
  readonly status: TeeFacts;
}

/** What the TEE OS knows of itself. */
export interface TeeFacts {
  readonly bootId: Uint8Array;
  readonly engine: EngineName;
  readonly masterKeySource: MasterKeySource;
  readonly clockWentBack: boolean;
  /** Since boot. */
  readonly openedRequests: () => number;
}

/** Measures the steps of a request between its opening and its answer. */
export interface StepMeter {
  measure<T>(step: 'authorize' | 'assess' | 'store', sizeBytes: number, work: () => T): T;
}

/** Which client sent a request, as the driver measured it. */
export interface CallingClient {
  readonly channelId: string;
  /** SM3 of its program, 32 bytes. */
  readonly measurement: Uint8Array;
}

/** What the TEE OS established about a request before the TA sees it. */
export interface InvokeContext {
  /** Proven to be the sender's; absent for commands without a session. */
  readonly session: Session | undefined;
  readonly client: CallingClient;
  readonly trace: TraceRecorder;
  readonly requestDigest: Uint8Array;
  readonly driverContext: DriverContext | undefined;
  /** TEE time, ms. */
  readonly atMs: number;
  readonly steps: StepMeter;
}

/** One call of command `C`, parsed by the command table and, once a handler sees it, authorized. */
export interface Call<C extends CommandName> extends InvokeContext {
  readonly params: ParsedParams<C>;
  readonly features: Features | undefined;
  /** Of the table's number and lengths; the OS zeroes them after the call. */
  readonly secrets: readonly Uint8Array[];
  /** Present exactly for commands that change state. */
  readonly operationId: OperationId | undefined;
  /** Factors, and the digest of the operation that they are for. */
  readonly proof: RequestProof | undefined;
  /** One for each password factor of `proof`, in order; the OS zeroes them after the call. */
  readonly proofPasswords: readonly Uint8Array[];
  /** `operationDigest` of this very call. */
  readonly payloadDigest: Uint8Array;
  /** Who acts, as layer 2 found; absent where nobody is logged in. */
  readonly user: SessionUser | undefined;
  /** That user's binding to the wallet of `params`, as layer 3 found. */
  readonly binding: BindingRecord | undefined;
  /** What the command's `demands` found; absent where it has none. */
  readonly demands: Demands | undefined;
  /** What the operation was permitted under. */
  readonly conditions: readonly Condition[];
}

/** What leaves the TEE beside the result: as the table's `answerSecrets`. The OS zeroes them once they are sealed. */
interface Telling {
  readonly secrets?: readonly Uint8Array[];
}

/** Decided but not done yet: `store` runs in the transaction that commits the operation with it. */
export interface Change<R> extends Telling {
  /** What is stored, in the clear: zeroed when the transaction ended, however it did. */
  readonly plaintexts: readonly Uint8Array[];
  readonly store: (tx: Transaction) => { log: LogEntry; result: R };
  /** What memory has to follow, such as sessions that end: called once the transaction is durable. */
  readonly committed?: () => unknown;
}

/** A command that changes state returns its change and stores nothing itself. */
export type Outcome<R> = ({ readonly result: R } & Telling) | { readonly change: Change<R> };

/** A call that succeeded, for the OS to seal. */
export interface Answer {
  /** Plain data in the table's form. */
  readonly result: unknown;
  /** The OS's to zero. */
  readonly secrets: readonly Uint8Array[];
}

export type Handler<C extends CommandName> = (call: Call<C>, ta: TaServices) => Outcome<CommandAnswer<C>>;

/**
 * For commands whose level is `by-change` or `by-risk`: what this very call needs. Asked after layers 1 to 3 said
 * yes, before the limits and layer 4; changes nothing.
 */
export type Demander<C extends CommandName> = (call: Call<C>, ta: TaServices) => Demands;

/** The session that a command acts in. @throws BAD_STATE no-session */
export function requireSession({ session }: Pick<InvokeContext, 'session'>): Session {
  if (session === undefined) throw refusal('no-session');
  return session;
}

/** The user that a command acts for. @throws ACCESS_DENIED login-required */
export function requireUser({ user }: { readonly user: SessionUser | undefined }): SessionUser {
  if (user === undefined) throw refusal('login-required', 2);
  return user;
}
