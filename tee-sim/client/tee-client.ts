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
  TA_UUID,
} from '../protocol/commands.ts';
import type { Features } from '../protocol/features.ts';
import { type OperationId, operationIdSchema, type SessionId } from '../protocol/schema.ts';
import type { AttestationView } from './attestation.ts';
import { type AttestedTee, Attestor, type AttestorOptions, type Channel } from './attestor.ts';
import { AttestationError, InvokeError } from './errors.ts';
import { type CommandRequest, type Invoked, performRequest } from './one-request.ts';
import { parseCommitted } from './open-answer.ts';
import type { Pin } from './pins.ts';

const SESSION_SECRET_BYTES = 32;
const OPERATION_ID_BYTES = 16;

/** Signed refusals that a fresh attestation cures: the epoch rolled over, or this client's sense of TEE time is off. */
const CURED_BY_ATTESTING = new Set(['unknown-key', 'stale', 'from-the-future']);

/** What a session's user may invoke; OPEN_SESSION and CLOSE_SESSION are `connect` and `disconnect`. */
export type SessionCommand = Exclude<CommandName, 'OPEN_SESSION' | 'CLOSE_SESSION'>;

export interface InvokeOptions {
  readonly features?: Features | undefined;
  /** For state-changing commands; drawn when absent. Repeat it to repeat the very same operation. */
  readonly operationId?: OperationId | undefined;
}

type Committed = {
  readonly [C in CommandName]: {
    readonly outcome: 'committed';
    readonly command: C;
    readonly result: CommandResult<C>;
  };
}[CommandName];
/** `unknown`: this TEE has not committed it. While a request may still be on its way, that can change. */
export type OperationOutcome = Committed | { readonly outcome: 'unknown' };

interface Session {
  readonly id: SessionId;
  readonly userId: string;
  readonly secret: Uint8Array;
  readonly bootId: Uint8Array;
}

type SessionRequest<C extends CommandName> = CommandRequest<C> & { readonly session: Session };

export class TeeClient {
  readonly #channel: Channel;
  readonly #attestor: Attestor;
  #session: Session | undefined;

  constructor(options: AttestorOptions) {
    this.#channel = options;
    this.#attestor = new Attestor(options);
  }

  /** The last attestation that verified, unless a later one failed. */
  get attestation(): AttestationView | undefined {
    return this.#attestor.current?.view;
  }

  /** Who is logged in, while there is a session. */
  get userId(): string | undefined {
    return this.#session?.userId;
  }

  /** Fresh nonce, fresh document, every check. A failure forgets TEE and session. @throws AttestationError */
  async attest(): Promise<AttestationView> {
    return (await this.#attest()).view;
  }

  /** Attests and opens a LOGIN_PUBLIC session, in place of any earlier one. @throws AttestationError · InvokeError */
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
      await this.#perform({ ...plain('CLOSE_SESSION', {}), session });
    } finally {
      this.#dropSession(session);
    }
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
    const session = this.#session;
    if (session === undefined) throw new TeeError('BAD_STATE', 'no-session', 'API');
    const operationId = commands[command].changesState
      ? (options.operationId ?? this.#newOperationId())
      : undefined;
    return this.#perform({ ...plain(command, params), features: options.features, operationId, session });
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
    const secret = this.#channel.random(SESSION_SECRET_BYTES);
    try {
      const params = { taUuid: TA_UUID, login: 'LOGIN_PUBLIC' } as const;
      const request = { ...plain('OPEN_SESSION', params), secrets: [secret], session: undefined };
      const { result } = await performRequest(this.#channel, tee, request);
      this.#dropSession(this.#session);
      this.#session = { id: result.sessionId, userId: result.userId, secret, bootId: tee.document.bootId };
      return tee.view;
    } catch (error) {
      wipe(secret);
      throw error;
    }
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
    try {
      return await performRequest(this.#channel, tee, request);
    } catch (error) {
      if (error instanceof InvokeError && endsSession(error)) this.#dropSession(request.session);
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

function plain<C extends CommandName>(command: C, params: CommandParams<C>) {
  return { command, params, features: undefined, operationId: undefined, secrets: [] } as const;
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
