// One request on its way and back: seal, send, verify, open. Knows nothing of sessions' lives or retries.
// Must never return a result that the TEE did not sign for exactly this request.
import { bytesToHex, utf8ToBytes } from '../protocol/bytes.ts';
import { type TeeCode, type TeeReason, toTeeFailure } from '../protocol/codes.ts';
import type { CommandName, CommandParams, CommandResult } from '../protocol/commands.ts';
import { MAX_ENVELOPE_BYTES, type SignedText } from '../protocol/envelope.ts';
import type { Features } from '../protocol/features.ts';
import type { OperationId } from '../protocol/schema.ts';
import type { AttestedTee, Channel } from './attestor.ts';
import { InvokeError } from './errors.ts';
import { type Exchange, StepRecorder } from './exchange.ts';
import { type AnswerBody, type AnswerPayload, openAnswer, parseResult, verifyAnswer } from './open-answer.ts';
import { type ClearRequest, type SealedRequest, sealRequest } from './seal.ts';

export interface CommandRequest<C extends CommandName> {
  readonly command: C;
  readonly params: CommandParams<C>;
  readonly features: Features | undefined;
  /** For state changes only. */
  readonly operationId: OperationId | undefined;
  readonly secrets: readonly Uint8Array[];
  readonly session: ClearRequest['session'];
}

export interface Invoked<C extends CommandName> {
  readonly result: CommandResult<C>;
  readonly exchange: Exchange;
}

/**
 * @throws InvokeError with the TEE's own code when it refused (and `exchange` set); EXCESS_DATA too-large
 *   (nothing was sent); SIGNATURE_INVALID or SECURITY answer-mismatch, origin API, for an answer that is not
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
    steps.answered(answered.roundTripUs, envelopeBytes, answered.body.steps);
    const exchange = exchangeOf(request, sealed.envelope, steps, answered);
    requireSuccess(exchange);
    return { result: parseResult(request.command, answered.body.body), exchange };
  } catch (error) {
    throw error instanceof InvokeError ? error : lost(error, request.operationId);
  } finally {
    sealed.destroy();
  }
}

interface Answered {
  readonly signed: SignedText;
  readonly payload: AnswerPayload;
  readonly body: AnswerBody;
  readonly roundTripUs: number;
}

/** TEE time as attested plus what passed here since: at most the transport's delay behind, never ahead. */
function teeNowMs(channel: Channel, tee: AttestedTee): number {
  return tee.document.teeTimeMs + Math.max(0, Math.floor(channel.monotonicNowMs() - tee.arrivedAtMs));
}

function clear<C extends CommandName>(
  channel: Channel,
  tee: AttestedTee,
  { command, params, features, operationId, secrets, session }: CommandRequest<C>,
): ClearRequest {
  const issuedAtMs = teeNowMs(channel, tee);
  return { body: { issuedAtMs, command, params, features, operationId }, secrets, session };
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
  const body = steps.client(
    'open-answer',
    () => openAnswer(engine, sealed.answerKeys, payload),
    () => payload.sealed?.ciphertext.length ?? 0,
  );
  return { signed, payload, body, roundTripUs: durationUs };
}

function exchangeOf<C extends CommandName>(
  { command, operationId }: CommandRequest<C>,
  envelope: string,
  { steps }: StepRecorder,
  { signed, payload, body }: Answered,
): Exchange {
  const { code, origin, issuedAtMs, driverContext } = payload;
  const requestDigest = bytesToHex(payload.requestDigest);
  const { reason } = body;
  const told = { code, origin, reason, requestDigest, issuedAtMs, driverContext };
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
  const { code, origin, reason, operationId } = exchange;
  if (code === 'SUCCESS') return;
  const undecided = UNDECIDED_REASONS.has(reason) || UNDECIDED_CODES.has(code);
  const unknownOperation = undecided ? operationId : undefined;
  const failure = { code, origin, ...(reason === undefined ? {} : { reason }) };
  throw new InvokeError(failure, { exchange, unknownOperation });
}

/** No answer, or none that can be believed. Only state changes have an id; theirs may or may not have happened. */
function lost(error: unknown, unknownOperation: OperationId | undefined): InvokeError {
  return new InvokeError(toTeeFailure(error, 'COMMS'), { unknownOperation });
}
