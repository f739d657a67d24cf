// One request on its way and back: seal, send, verify, open. Knows nothing of sessions' lives or retries.
// Must never return a result that the TEE did not sign for exactly this request.
import { bytesToBase64Url, bytesToHex, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { type TeeCode, type TeeReason, toTeeFailure } from '../protocol/codes.ts';
import { type CommandName, type CommandParams, type CommandResult, commands } from '../protocol/commands.ts';
import { MAX_ENVELOPE_BYTES, type SignedText } from '../protocol/envelope.ts';
import type { AuthenticationProofInput, RequestProofInput } from '../protocol/factors.ts';
import { type Features, featuresSchema } from '../protocol/features.ts';
import { operationDigest } from '../protocol/operation-digest.ts';
import type { OperationId } from '../protocol/schema.ts';
import type { AttestedTee, Channel } from './attestor.ts';
import { InvokeError } from './errors.ts';
import { type Exchange, StepRecorder } from './exchange.ts';
import {
  type AnswerPayload,
  type OpenedAnswer,
  openAnswer,
  parseResult,
  verifyAnswer,
} from './open-answer.ts';
import { type ClearRequest, type SealedRequest, sealRequest } from './seal.ts';

/** Factors that go with a request, for exactly what it asks: a login or a step-up. */
export interface ShownFactors {
  readonly factors: AuthenticationProofInput;
  /** UTF-8, one for each factor `password`, in their order; stay the caller's to zero. */
  readonly passwords: readonly Uint8Array[];
}

export interface CommandRequest<C extends CommandName> {
  readonly command: C;
  readonly params: CommandParams<C>;
  readonly features: Features | undefined;
  /** For state changes only. */
  readonly operationId: OperationId | undefined;
  readonly proof: ShownFactors | undefined;
  /** The command's own; stay the caller's to zero. */
  readonly secrets: readonly Uint8Array[];
  readonly session: ClearRequest['session'];
}

/** A request of nothing but its parameters. */
export function plainRequest<C extends CommandName>(command: C, params: CommandParams<C>): CommandRequest<C> {
  const nothing = { features: undefined, operationId: undefined, proof: undefined, session: undefined };
  return { command, params, secrets: [], ...nothing };
}

export interface Invoked<C extends CommandName> {
  readonly result: CommandResult<C>;
  /** In the order of the command's `answerSecrets`; the caller's to zero. */
  readonly secrets: readonly Uint8Array[];
  readonly exchange: Exchange;
}

/**
 * @throws InvokeError with the TEE's own code when it refused (and `exchange` set); EXCESS_DATA too-large and
 *   BAD_PARAMETERS malformed, origin API (nothing was sent); SIGNATURE_INVALID or SECURITY answer-mismatch, origin API, for an answer that is not
 *   one; the transport's code otherwise. Zeroes every key of the request.
 */
export async function performRequest<C extends CommandName>(
  channel: Channel,
  tee: AttestedTee,
  request: CommandRequest<C>,
): Promise<Invoked<C>> {
  const steps = new StepRecorder(channel.monotonicNowMs);
  const sealed = sealRequest({ ...channel, epoch: tee.document.epoch }, clear(channel, tee, request), steps);
  try {
    const envelopeBytes = utf8ToBytes(sealed.envelope).length;
    if (envelopeBytes > MAX_ENVELOPE_BYTES) {
      throw new InvokeError({ code: 'EXCESS_DATA', reason: 'too-large', origin: 'API' }, {});
    }
    const answered = await carry(channel, tee, sealed, steps);
    return judge(request, sealed.envelope, envelopeBytes, answered, steps);
  } catch (error) {
    throw error instanceof InvokeError ? error : lost(error, request.operationId);
  } finally {
    sealed.destroy();
  }
}

interface Answered {
  readonly signed: SignedText;
  readonly payload: AnswerPayload;
  readonly opened: OpenedAnswer;
  readonly roundTripUs: number;
}

/** What the request led to. Zeroes the answer's secrets when it hands none out. */
function judge<C extends CommandName>(
  request: CommandRequest<C>,
  envelope: string,
  envelopeBytes: number,
  answered: Answered,
  steps: StepRecorder,
): Invoked<C> {
  const { opened, roundTripUs } = answered;
  try {
    steps.answered(roundTripUs, envelopeBytes, opened.body.steps);
    const exchange = exchangeOf(request, envelope, steps, answered);
    requireSuccess(exchange);
    return { result: parseResult(request.command, opened), secrets: opened.secrets, exchange };
  } catch (error) {
    wipe(...opened.secrets);
    throw error;
  }
}

/** TEE time as attested plus what passed here since: at most the transport's delay behind, never ahead. */
function teeNowMs(channel: Channel, tee: AttestedTee): number {
  return tee.document.teeTimeMs + Math.max(0, Math.floor(channel.monotonicNowMs() - tee.arrivedAtMs));
}

function clear<C extends CommandName>(
  channel: Channel,
  tee: AttestedTee,
  request: CommandRequest<C>,
): ClearRequest {
  const { command, params, features, operationId, session } = request;
  const issuedAtMs = teeNowMs(channel, tee);
  const proof = proofOf(channel, request);
  const secrets = [...request.secrets, ...(request.proof?.passwords ?? [])];
  return { body: { issuedAtMs, command, params, features, operationId, proof }, secrets, session };
}

/** The digest is over what the TEE will parse, not over how it is written here. */
function proofOf<C extends CommandName>(
  { engine }: Channel,
  { command, params, features, secrets, proof }: CommandRequest<C>,
): RequestProofInput | undefined {
  if (proof === undefined) return undefined;
  const parsed = commands[command].params.safeParse(params);
  const parsedFeatures = featuresSchema.optional().safeParse(features);
  if (!parsed.success || !parsedFeatures.success) {
    throw new InvokeError({ code: 'BAD_PARAMETERS', reason: 'malformed', origin: 'API' }, {});
  }
  const content = { params: parsed.data, features: parsedFeatures.data, secrets };
  const payloadDigest = bytesToBase64Url(operationDigest(engine, command, content));
  return { payloadDigest, factors: proof.factors };
}

async function carry(
  { transport, engine }: Channel,
  tee: AttestedTee,
  sealed: SealedRequest,
  steps: StepRecorder,
): Promise<Answered> {
  const { value: signed, durationUs } = await steps.roundTrip(() => transport.invoke(sealed.envelope));
  const payload = steps.client(
    'verify-answer',
    () => verifyAnswer(engine, tee.document.responsePublicKey, sealed.envelope, signed),
    () => utf8ToBytes(signed.payload).length,
  );
  const opened = steps.client(
    'open-answer',
    () => openAnswer(engine, sealed.answerKeys, payload),
    () => payload.sealed?.ciphertext.length ?? 0,
  );
  return { signed, payload, opened, roundTripUs: durationUs };
}

function exchangeOf<C extends CommandName>(
  { command, operationId }: CommandRequest<C>,
  envelope: string,
  { steps }: StepRecorder,
  { signed, payload, opened }: Answered,
): Exchange {
  const { code, origin, issuedAtMs, driverContext } = payload;
  const requestDigest = bytesToHex(payload.requestDigest);
  const { reason, layer, trace = [], because } = opened.body;
  const told = { code, origin, reason, layer, trace, because, requestDigest, issuedAtMs, driverContext };
  return { command, operationId, steps, envelope, answer: signed, ...told };
}

/**
 * Refusals of one delivery that say nothing of another: whoever carries envelopes can deliver one twice, and show
 * only the answer to the second, or deliver it again once there is room or time for it; the same of a session
 * that ended before a repetition.
 */
const OF_ONE_DELIVERY: readonly TeeReason[] = [
  'replayed',
  'stale',
  'from-the-future',
  'unknown-key',
  'nonce-cache-full',
  'session-mac',
];
/** A defect's, and those of the files: the head is written, and the write-ahead log emptied, after the commit. */
const PERHAPS_AFTER_COMMIT: readonly TeeReason[] = ['internal', 'folder-in-use', 'damaged-database'];
const UNDECIDED_REASONS = new Set<TeeReason | undefined>([...OF_ONE_DELIVERY, ...PERHAPS_AFTER_COMMIT]);
const UNDECIDED_CODES = new Set<TeeCode>(['STORAGE_NO_SPACE', 'STORAGE_NOT_AVAILABLE', 'OUT_OF_MEMORY']);

function requireSuccess(exchange: Exchange): void {
  const { code, origin, reason, layer, operationId } = exchange;
  if (code === 'SUCCESS') return;
  const undecided = UNDECIDED_REASONS.has(reason) || UNDECIDED_CODES.has(code);
  const unknownOperation = undecided ? operationId : undefined;
  const failure = {
    code,
    origin,
    ...(reason === undefined ? {} : { reason }),
    ...(layer === undefined ? {} : { layer }),
  };
  throw new InvokeError(failure, { exchange, unknownOperation });
}

/** No answer, or none that can be believed. Only state changes have an id; theirs may or may not have happened. */
function lost(error: unknown, unknownOperation: OperationId | undefined): InvokeError {
  return new InvokeError(toTeeFailure(error, 'COMMS'), { unknownOperation });
}
