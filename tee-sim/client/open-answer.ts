// Believes an answer only when the TEE signed it, for exactly this request, and its body opens and fits.
// Must never hand out anything of an answer before its signature verified.
import { type AeadKeys, openAead } from '../crypto/aead.ts';
import type { CryptoEngine } from '../crypto/engine.ts';
import { bytesToUtf8, equalBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { haveLengths } from '../protocol/command-spec.ts';
import { type CommandName, type CommandResult, commands } from '../protocol/commands.ts';
import {
  type AnswerFrame,
  answerBodySchema,
  answerPayloadSchema,
  decodeAnswerFrame,
  LABELS,
  requestDigestInput,
  sealedAnswerContext,
  signedBytes,
  signedTextSchema,
} from '../protocol/envelope.ts';
import type { z } from '../protocol/schema.ts';

export type AnswerPayload = z.output<typeof answerPayloadSchema>;
export type AnswerBody = z.output<typeof answerBodySchema>;

/** What was sealed in an answer. */
export interface OpenedAnswer {
  readonly body: AnswerBody;
  /** Byte fields beside the JSON; the caller's to zero. */
  readonly secrets: readonly Uint8Array[];
}

/**
 * GB/T 32918.2 over `label ‖ 00 ‖ payload` by the attested response key, then `requestDigest` =
 * SM3(label ‖ envelope ‖ driver context) recomputed over what this client sent and what the driver is said
 * to have added.
 * @throws SIGNATURE_INVALID · SECURITY answer-mismatch (both origin API)
 */
export function verifyAnswer(
  engine: CryptoEngine,
  responsePublicKey: Uint8Array,
  envelope: string,
  answer: unknown,
): AnswerPayload {
  const signed = signedTextSchema.safeParse(answer);
  if (!signed.success) throw mismatch();
  const message = signedBytes(LABELS.answer, signed.data.payload);
  if (!engine.sm2Verify(responsePublicKey, message, signed.data.signature)) {
    throw new TeeError('SIGNATURE_INVALID', 'answer-mismatch', 'API');
  }
  const payload = parseOrMismatch(answerPayloadSchema, () => signed.data.payload);
  const digest = engine.sm3(requestDigestInput(envelope, payload.driverContext ?? ''));
  if (!equalBytes(digest, payload.requestDigest)) throw mismatch();
  return payload;
}

/**
 * Opens the sealed part under the request's answer keys. Only a refusal may come without one: what the TEE
 * could not open it cannot seal an answer to. Zeroes the decrypted bytes, but for the secrets it hands out; a
 * refusal has none.
 * @throws SECURITY answer-mismatch (origin API)
 */
export function openAnswer(engine: CryptoEngine, keys: AeadKeys, payload: AnswerPayload): OpenedAnswer {
  const { sealed, requestDigest, code, reason } = payload;
  if (sealed === undefined) {
    if (code === 'SUCCESS') throw mismatch();
    return { body: { reason, steps: [] }, secrets: [] };
  }
  const bytes = openOrMismatch(engine, keys, sealed, sealedAnswerContext(requestDigest, code));
  const { json, secrets } = decodeOrMismatch(bytes);
  try {
    if (code !== 'SUCCESS' && secrets.length > 0) throw mismatch();
    return { body: parseOrMismatch(answerBodySchema, () => bytesToUtf8(json)), secrets };
  } catch (error) {
    wipe(...secrets);
    throw error;
  } finally {
    wipe(json);
  }
}

/**
 * Judges a body, and the number and lengths of the secrets beside it, by the command table.
 * @throws SECURITY answer-mismatch (origin API)
 */
export function parseResult<C extends CommandName>(
  command: C,
  { body: { body }, secrets }: OpenedAnswer,
): CommandResult<C> {
  const result = commands[command].result.safeParse(body);
  const asTold = haveLengths(secrets, Object.values(commands[command].answerSecrets));
  if (!result.success || !asTold) throw mismatch();
  // The table pairs each name with its schema; TypeScript loses that pairing under an index.
  return result.data as CommandResult<C>;
}

/**
 * A committed command's stored result, as GET_OPERATION tells it; nothing where the table says that none is kept.
 * @throws SECURITY answer-mismatch (origin API)
 */
export function parseCommitted<C extends CommandName>(
  command: C,
  text: string,
): CommandResult<C> | undefined {
  if (!commands[command].keepsResult) {
    if (text !== 'null') throw mismatch();
    return undefined;
  }
  // Parsed by the very schema of the table; see `parseResult`.
  return parseOrMismatch(commands[command].result, () => text) as CommandResult<C>;
}

function openOrMismatch(
  engine: CryptoEngine,
  keys: AeadKeys,
  sealed: NonNullable<AnswerPayload['sealed']>,
  additionalData: Uint8Array,
): Uint8Array {
  try {
    return openAead(engine, keys, sealed.iv, sealed.ciphertext, sealed.tag, additionalData);
  } catch {
    throw mismatch();
  }
}

/** Zeroes `bytes`, which are no longer needed once copied. */
function decodeOrMismatch(bytes: Uint8Array): AnswerFrame {
  try {
    return decodeAnswerFrame(bytes);
  } catch {
    throw mismatch();
  } finally {
    wipe(bytes);
  }
}

function parseOrMismatch<S extends z.ZodType>(schema: S, text: () => string): z.output<S> {
  try {
    return schema.parse(JSON.parse(text()));
  } catch {
    throw mismatch();
  }
}

function mismatch(): TeeError {
  return new TeeError('SECURITY', 'answer-mismatch', 'API');
}
