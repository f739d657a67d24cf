// The wire forms of the sealed channel (docs/PROTOCOL.md): request envelope, the frame inside it, answer.
import { reasonCodeSchema } from './assessment.ts';
import { concatBytes, lengthPrefixed, pinnedCopy, u32be, utf8ToBytes } from './bytes.ts';
import { TEE_CODES, TEE_ORIGINS, TEE_REASONS, type TeeCode, TeeError, type TeeOrigin } from './codes.ts';
import { bytesSchema, operationIdSchema, sessionIdSchema, timeMsSchema, z } from './schema.ts';
import { layerSchema, traceSchema } from './trace.ts';

export const PROTOCOL_VERSION = 1;
/** SM4-CTR with HMAC-SM3, encrypt-then-MAC. */
export const CHANNEL_SUITE = 2;
/** Envelope text is refused above this many UTF-8 bytes, before it is parsed. */
export const MAX_ENVELOPE_BYTES = 1_048_576;
/** A nonce lives until `issuedAtMs + 60 s`; requests are accepted within ±60 s of TEE time. */
export const FRESHNESS_MS = 60_000;

/** Labels that keep every signature and MAC of the system apart. */
export const LABELS = {
  answer: 'airaccount/1/answer',
  attestation: 'airaccount/1/attestation',
  request: 'airaccount/1/request',
  requestDigest: 'airaccount/1/request-digest',
  sessionMac: 'airaccount/1/session-mac',
  sealedAnswer: 'airaccount/1/sealed-answer',
  openSession: 'airaccount/1/open-session',
  operationDigest: 'airaccount/1/operation-digest',
} as const;

/** HKDF-SM3 info strings under which the four keys of one request come from its session key. */
export const KEY_LABELS = ['req-enc', 'req-mac', 'res-enc', 'res-mac'] as const;

const TAG_BYTES = 32;
const IV_BYTES = 16;
/** C1 (65) ‖ C3 (32) ‖ C2 (16). */
export const WRAPPED_KEY_BYTES = 113;

const positiveByte = z.number().int().min(0).max(255);

/** The outer form only: version, suite and key are judged after it, with codes of their own. */
export const requestEnvelopeSchema = z.strictObject({
  v: positiveByte,
  suite: positiveByte,
  keyId: bytesSchema(8),
  wrappedKey: bytesSchema(1, WRAPPED_KEY_BYTES * 2),
  iv: bytesSchema(IV_BYTES),
  ciphertext: bytesSchema(1, MAX_ENVELOPE_BYTES),
  tag: bytesSchema(TAG_BYTES),
});
export type RequestEnvelopeText = z.input<typeof requestEnvelopeSchema>;
export type RequestEnvelope = z.output<typeof requestEnvelopeSchema>;

/** `label ‖ v ‖ suite ‖ keyId`, length-prefixed: what both sides derive keys from and authenticate. */
export function encodeHeader(header: Pick<RequestEnvelope, 'v' | 'suite' | 'keyId'>): Uint8Array {
  return lengthPrefixed(
    utf8ToBytes(LABELS.request),
    Uint8Array.of(header.v),
    Uint8Array.of(header.suite),
    header.keyId,
  );
}

/** The JSON inside a request. `command`, `params` and `features` are judged by the command table. */
export const requestBodySchema = z.strictObject({
  sessionId: sessionIdSchema.optional(),
  nonce: bytesSchema(16),
  issuedAtMs: timeMsSchema,
  command: z.string().max(64),
  params: z.unknown(),
  features: z.unknown().optional(),
  operationId: operationIdSchema.optional(),
  /** `requestProofSchema`: factors for a login or a step-up. Its passwords follow the command's own secrets. */
  proof: z.unknown().optional(),
});
export type RequestBodyText = z.input<typeof requestBodySchema>;
export type RequestBody = z.output<typeof requestBodySchema>;

/** What is encrypted: the JSON, secret byte fields beside it (strings cannot be wiped), and the session's MAC. */
export interface RequestFrame {
  readonly json: Uint8Array;
  /** In the order of the command's `secrets` table. */
  readonly secrets: readonly Uint8Array[];
  /** HMAC-SM3(session secret, sessionMacInput) for requests of a session; else empty. */
  readonly mac: Uint8Array;
}

/** `lp(json) ‖ u32(count) ‖ lp(secret)… ‖ lp(mac)`, in one copy, so that wiping the result wipes all of it. */
export function encodeFrame(frame: RequestFrame): Uint8Array {
  return concatBytes(
    u32be(frame.json.length),
    frame.json,
    u32be(frame.secrets.length),
    ...frame.secrets.flatMap((secret) => [u32be(secret.length), secret]),
    u32be(frame.mac.length),
    frame.mac,
  );
}

/** Copies every part out of `bytes`, so that the caller can wipe it. @throws BAD_FORMAT malformed */
export function decodeFrame(bytes: Uint8Array): RequestFrame {
  let offset = 0;
  const readLength = (): number => {
    if (offset + 4 > bytes.length) throw malformed();
    const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 4);
    offset += 4;
    return view.getUint32(0);
  };
  const readPart = (): Uint8Array => {
    const length = readLength();
    if (length > bytes.length - offset) throw malformed();
    offset += length;
    return pinnedCopy(bytes.subarray(offset - length, offset));
  };
  const json = readPart();
  const count = readLength();
  if (count > 8) throw malformed();
  const secrets = Array.from({ length: count }, readPart);
  const mac = readPart();
  if (offset !== bytes.length) throw malformed();
  return { json, secrets, mac };
}

/** What a session's MAC covers: `label ‖ header ‖ wrappedKey ‖ json ‖ secrets…`. */
export function sessionMacInput(
  header: Uint8Array,
  wrappedKey: Uint8Array,
  frame: Pick<RequestFrame, 'json' | 'secrets'>,
): Uint8Array {
  return lengthPrefixed(utf8ToBytes(LABELS.sessionMac), header, wrappedKey, frame.json, ...frame.secrets);
}

/** What a client certificate signs to open a session; `measurement` is the client's, as the driver measured it. */
export function openSessionProofInput(proof: {
  readonly bootId: Uint8Array;
  readonly challenge: Uint8Array;
  readonly login: string;
  /** SM3 of the session secret. */
  readonly secretDigest: Uint8Array;
  readonly measurement: Uint8Array;
}): Uint8Array {
  const { bootId, challenge, login, secretDigest, measurement } = proof;
  return lengthPrefixed(
    utf8ToBytes(LABELS.openSession),
    bootId,
    challenge,
    utf8ToBytes(login),
    secretDigest,
    measurement,
  );
}

/** What only the driver knows; it can raise a risk, never lower it. */
export const driverContextSchema = z.strictObject({
  channelId: z.string().max(64),
  online: z.boolean().optional(),
  idleSeconds: z.number().int().min(0).max(31_536_000).optional(),
  addresses: z.array(z.string().max(64)).max(32).optional(),
});
export type DriverContext = z.output<typeof driverContextSchema>;

/** Input of SM3 for `requestDigest`: `label ‖ envelope text ‖ driver context text` (empty when none). */
export function requestDigestInput(envelope: string, driverContext: string): Uint8Array {
  return lengthPrefixed(utf8ToBytes(LABELS.requestDigest), utf8ToBytes(envelope), utf8ToBytes(driverContext));
}

const codeNames = Object.keys(TEE_CODES) as [TeeCode, ...TeeCode[]];
const originNames = Object.keys(TEE_ORIGINS) as [TeeOrigin, ...TeeOrigin[]];

/** The answer as it crosses main: exact JSON text and SM2 over `label ‖ payload` by the response key. */
export const signedTextSchema = z.strictObject({
  payload: z.string().max(8 * MAX_ENVELOPE_BYTES),
  signature: bytesSchema(64),
});
export type SignedText = z.input<typeof signedTextSchema>;

export const answerPayloadSchema = z.strictObject({
  v: z.literal(PROTOCOL_VERSION),
  requestDigest: bytesSchema(32),
  code: z.enum(codeNames),
  origin: z.enum(originNames),
  issuedAtMs: timeMsSchema,
  /** Only on answers to what could not be opened; otherwise the reason is sealed. */
  reason: z.enum(TEE_REASONS).optional(),
  /** Exactly what the driver added beside the envelope. */
  driverContext: z.string().max(4_096).optional(),
  sealed: z
    .strictObject({
      iv: bytesSchema(IV_BYTES),
      ciphertext: bytesSchema(1, 6 * MAX_ENVELOPE_BYTES),
      tag: bytesSchema(TAG_BYTES),
    })
    .optional(),
});
export type AnswerPayloadText = z.input<typeof answerPayloadSchema>;

/**
 * One check on the way to an answer (docs/PROTOCOL.md); layers 1–4 fill it as they come. Sealing and signing is none:
 * an answer cannot state how long that took of itself.
 */
export const stepSchema = z.strictObject({
  step: z.enum(['unwrap-key', 'open', 'validate', 'replay', 'authorize', 'assess', 'store']),
  durationUs: z.number().int().min(0),
  /** Bytes that went through the step, where that means something. */
  sizeBytes: z.number().int().min(0).optional(),
});
export type TeeStep = z.output<typeof stepSchema>;

/** What is sealed inside an answer. `body` is judged by the command table. */
export const answerBodySchema = z.strictObject({
  reason: z.enum(TEE_REASONS).optional(),
  /** Of a denial: the first layer that denied. */
  layer: layerSchema.optional(),
  /** What the four layers checked, where they were asked. */
  trace: traceSchema.optional(),
  /** Of a refusal of what was assessed: the assessment's reasons. */
  because: z.array(reasonCodeSchema).max(32).optional(),
  steps: z.array(stepSchema).max(32),
  body: z.unknown().optional(),
});
export type AnswerBodyText = z.input<typeof answerBodySchema>;

/** What is encrypted in an answer: `answerBodySchema` as JSON, and secret byte fields beside it. */
export interface AnswerFrame {
  readonly json: Uint8Array;
  /** In the order of the command's `answerSecrets`. */
  readonly secrets: readonly Uint8Array[];
}

/** As a request's frame, without a MAC: the answer's signature covers it. */
export function encodeAnswerFrame(frame: AnswerFrame): Uint8Array {
  return encodeFrame({ ...frame, mac: new Uint8Array(0) });
}

/** Copies every part out of `bytes`, so that the caller can wipe it. @throws BAD_FORMAT malformed */
export function decodeAnswerFrame(bytes: Uint8Array): AnswerFrame {
  const { json, secrets, mac } = decodeFrame(bytes);
  if (mac.length > 0) throw malformed();
  return { json, secrets };
}

/** `label ‖ 00 ‖ text`, what is signed for a labelled text. */
export function signedBytes(label: string, text: string): Uint8Array {
  return concatBytes(utf8ToBytes(label), Uint8Array.of(0), utf8ToBytes(text));
}

/** Additional data of a sealed answer: it opens only as the answer to this request with this code. */
export function sealedAnswerContext(requestDigest: Uint8Array, code: TeeCode): Uint8Array {
  return lengthPrefixed(utf8ToBytes(LABELS.sealedAnswer), requestDigest, utf8ToBytes(code));
}

function malformed(): TeeError {
  return new TeeError('BAD_FORMAT', 'malformed', 'TEE');
}
