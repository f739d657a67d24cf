// The Client Application's library: attest, open a session, invoke commands (TEE Client API over the sealed channel).
// Must never talk to a TEE that it has not attested, nor open a new session silently.
import { bytesToBase64Url, equalBytes, wipe } from '../protocol/bytes.ts';
import { TeeError, toTeeFailure } from '../protocol/codes.ts';
import {
  type CommandName,
  type CommandParams,
  type CommandResult,
  commands,
  isCommandName,
} from '../protocol/commands.ts';
import type { AuthenticationProofInput, UserSummary } from '../protocol/factors.ts';
import type { Features } from '../protocol/features.ts';
import { type OperationId, operationIdSchema } from '../protocol/schema.ts';
import type { AttestationView } from './attestation.ts';
import { type AttestedTee, Attestor, type AttestorOptions, type Channel } from './attestor.ts';
import type { ClientProver } from './client-proof.ts';
import { AttestationError, InvokeError } from './errors.ts';
import {
  type CommandRequest,
  type Invoked,
  performRequest,
  plainRequest,
  type ShownFactors,
} from './one-request.ts';
import { parseCommitted } from './open-answer.ts';
import { openSession, type Session, type SessionView } from './open-session.ts';
import type { Pin } from './pins.ts';

const OPERATION_ID_BYTES = 16;

/** Signed refusals that a fresh attestation cures: the epoch rolled over, or this client's sense of TEE time is off. */
const CURED_BY_ATTESTING = new Set(['unknown-key', 'stale', 'from-the-future']);

/** What is left to `invoke`: the others open, close and change the session, and have methods of their own. */
export type SessionCommand = Exclude<
  CommandName,
  'GET_CHALLENGE' | 'OPEN_SESSION' | 'CLOSE_SESSION' | 'AUTHENTICATE_USER' | 'LOCK_SESSION'
>;

export interface InvokeOptions {
  readonly features?: Features | undefined;
  /** For state-changing commands; drawn when absent. Repeat it to repeat the very same operation. */
  readonly operationId?: OperationId | undefined;
  /** A step-up: factors shown for exactly this operation. */
  readonly proof?: ShownFactors | undefined;
  /** In the order of the command's `secrets` table; stay the caller's to zero. */
  readonly secrets?: readonly Uint8Array[] | undefined;
}

export interface TeeClientOptions extends AttestorOptions {
  readonly prover: ClientProver;
}

type Committed = {
  readonly [C in CommandName]: {
    readonly outcome: 'committed';
    readonly command: C;
    /** Absent of a command whose result is told once and not kept. */
    readonly result: CommandResult<C> | undefined;
  };
}[CommandName];
/** `unknown`: this TEE has not committed it. While a request may still be on its way, that can change. */
export type OperationOutcome = Committed | { readonly outcome: 'unknown' };

type SessionRequest<C extends CommandName> = CommandRequest<C> & { readonly session: Session };

export class TeeClient {
  readonly #channel: Channel;
  readonly #prover: ClientProver;
  readonly #attestor: Attestor;
  #session: Session | undefined;

  constructor(options: TeeClientOptions) {
    this.#channel = options;
    this.#prover = options.prover;
    this.#attestor = new Attestor(options);
  }

  /** The last attestation that verified, unless a later one failed. */
  get attestation(): AttestationView | undefined {
    return this.#attestor.current?.view;
  }

  /** What the TEE told when it opened the session that there is now. */
  get session(): SessionView | undefined {
    return this.#session?.view;
  }

  /** Who is logged in, as far as this client knows: the TEE may have locked the session meanwhile. */
  get user(): UserSummary | undefined {
    return this.#session?.user;
  }

  /** Fresh nonce, fresh document, every check. A failure forgets TEE and session. @throws AttestationError */
  async attest(): Promise<AttestationView> {
    return (await this.#attest()).view;
  }

  /**
   * Attests and opens a session in place of any earlier one, with nobody logged in.
   * @throws AttestationError · InvokeError · what the prover throws
   */
  async connect(): Promise<AttestationView> {
    try {
      return await this.#openSession();
    } catch (error) {
      // The TEE restarted, or its epoch rolled over, between the two steps: nothing is lost yet.
      if (!(error instanceof InvokeError && wantsAttestation(error))) throw error;
      return this.#openSession();
    }
  }

  /** Closes the session at the TEE and forgets its secret, whatever the TEE answers. */
  async disconnect(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    try {
      await this.#perform({ ...plainRequest('CLOSE_SESSION', {}), session });
    } finally {
      this.#dropSession(session);
    }
  }

  /**
   * Shows who is there. On success the session goes on under the id that the TEE gave it.
   * `passwords`: UTF-8, one for each factor `password`, in their order; they stay the caller's to zero.
   * @throws InvokeError · AttestationError · TeeError BAD_STATE no-session
   */
  async login(
    factors: AuthenticationProofInput,
    passwords: readonly Uint8Array[],
  ): Promise<Invoked<'AUTHENTICATE_USER'>> {
    const session = this.#requireSession();
    const proof = { factors, passwords };
    const invoked = await this.#perform({ ...plainRequest('AUTHENTICATE_USER', {}), proof, session });
    session.id = invoked.result.sessionId;
    session.user = invoked.result.user;
    return invoked;
  }

  /** The TEE wipes the user's key; the session stays, with nobody logged in. @throws as `login` */
  async lock(): Promise<Invoked<'LOCK_SESSION'>> {
    const session = this.#requireSession();
    const invoked = await this.#perform({ ...plainRequest('LOCK_SESSION', {}), session });
    session.user = undefined;
    return invoked;
  }

  /**
   * One command in the open session. Requests may run at the same time. An epoch that rolled over is attested
   * anew and the request sent once more; a TEE that restarted meanwhile has lost the session: TARGET_DEAD.
   * @throws InvokeError (see there for lost answers) · AttestationError · TeeError BAD_STATE no-session
   */
  async invoke<C extends SessionCommand>(
    command: C,
    params: CommandParams<C>,
    options: InvokeOptions = {},
  ): Promise<Invoked<C>> {
    const session = this.#requireSession();
    const { features, proof, secrets = [] } = options;
    const operationId = commands[command].changesState
      ? (options.operationId ?? this.#newOperationId())
      : undefined;
    return this.#perform({ command, params, features, operationId, proof, secrets, session });
  }

  /** What became of a request whose answer was lost; after `connect`, if the session was lost with it. */
  async findOutcome(operationId: OperationId): Promise<OperationOutcome> {
    const { result } = await this.invoke('GET_OPERATION', { operationId });
    if (result.outcome === 'unknown') return { outcome: 'unknown' };
    return committed(result.command, result.result);
  }

  /**
   * The owner's one-time confirmation after an update: pins the measurements that the last attestation was
   * refused for. Takes only that `AttestationError.candidate`, so that what was confirmed is what is pinned.
   * @throws BAD_STATE attestation-measurement
   */
  acceptPin(candidate: Pin): Promise<void> {
    return this.#attestor.acceptPin(candidate);
  }

  /**
   * The owner's decision that another device is theirs: replaces the pin. Takes only the
   * `AttestationError.newDevice` of the last attestation, so that the fingerprint that was compared is what is
   * pinned, whoever attests by then.
   * @throws BAD_STATE attestation-pin
   */
  trustNewDevice(newDevice: Pin): Promise<void> {
    return this.#attestor.trustNewDevice(newDevice);
  }

  async #openSession(): Promise<AttestationView> {
    const tee = await this.#attest();
    const session = await openSession(this.#channel, tee, this.#prover);
    this.#dropSession(this.#session);
    this.#session = session;
    return tee.view;
  }

  #requireSession(): Session {
    if (this.#session === undefined) throw new TeeError('BAD_STATE', 'no-session', 'API');
    return this.#session;
  }

  async #perform<C extends CommandName>(request: SessionRequest<C>): Promise<Invoked<C>> {
    const tee = this.#attestor.current;
    if (tee === undefined) throw new TeeError('BAD_STATE', 'not-attested', 'API');
    try {
      return await this.#send(tee, request);
    } catch (error) {
      if (!(error instanceof InvokeError && wantsAttestation(error))) throw error;
      const now = await this.#attestAgain(error);
      if (!equalBytes(now.document.bootId, tee.document.bootId)) throw restarted(error);
      if (error.code === 'SIGNATURE_INVALID' || this.#session !== request.session) throw error;
      return this.#send(now, request);
    }
  }

  async #send<C extends CommandName>(tee: AttestedTee, request: SessionRequest<C>): Promise<Invoked<C>> {
    const { session } = request;
    const { id, user } = session;
    try {
      return await performRequest(this.#channel, tee, request);
    } catch (error) {
      // What was sent before a login, and answered after it, says nothing of the session as it is now.
      if (error instanceof InvokeError && session.id === id) {
        if (endsSession(error)) this.#dropSession(session);
        else if (error.reason === 'login-required' && session.user === user) session.user = undefined;
      }
      throw error;
    }
  }

  /** A transport that fails here must not hide that the first request's outcome is unknown. */
  async #attestAgain({ unknownOperation }: InvokeError): Promise<AttestedTee> {
    try {
      return await this.#attest();
    } catch (error) {
      if (error instanceof AttestationError) throw error;
      throw new InvokeError(toTeeFailure(error, 'COMMS'), { unknownOperation });
    }
  }

  /** A refused attestation ends the session, and so does another boot: its TEE does not know it. */
  async #attest(): Promise<AttestedTee> {
    try {
      return await this.#attestor.attest();
    } finally {
      const session = this.#session;
      const bootId = this.#attestor.current?.document.bootId;
      if (session && !(bootId && equalBytes(session.bootId, bootId))) this.#dropSession(session);
    }
  }

  #dropSession(session: Session | undefined): void {
    wipe(session?.secret);
    if (this.#session === session) this.#session = undefined;
  }

  #newOperationId(): OperationId {
    return operationIdSchema.parse(bytesToBase64Url(this.#channel.random(OPERATION_ID_BYTES)));
  }
}

/** Nothing of this session can succeed any more: the process died, or the TEE itself no longer knows it. */
function endsSession({ code, reason, exchange }: InvokeError): boolean {
  return exchange === undefined
    ? code === 'TARGET_DEAD'
    : reason === 'no-session' || reason === 'session-mac';
}

/** A refusal counts only when the TEE signed it; a signature that does not verify may be that of a newer boot. */
function wantsAttestation({ code, reason, exchange }: InvokeError): boolean {
  if (exchange === undefined) return code === 'SIGNATURE_INVALID';
  return reason !== undefined && CURED_BY_ATTESTING.has(reason);
}

function restarted({ unknownOperation }: InvokeError): InvokeError {
  return new InvokeError({ code: 'TARGET_DEAD', reason: 'tee-stopped', origin: 'API' }, { unknownOperation });
}

function committed(command: string, text: string): OperationOutcome {
  if (!isCommandName(command)) throw new TeeError('SECURITY', 'answer-mismatch', 'API');
  // One name, its own schema: the pair belongs together, which TypeScript cannot see through the union.
  return { outcome: 'committed', command, result: parseCommitted(command, text) } as Committed;
}
