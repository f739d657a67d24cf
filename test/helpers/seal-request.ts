// A second, deliberately plain implementation of the channel's client side, with every part open to abuse.
import { openAead, sealAead } from '../../tee-sim/crypto/aead.ts';
import { hmacSm3 } from '../../tee-sim/crypto/hmac.ts';
import { nobleEngine as engine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { deriveRequestKeys, type RequestKeys } from '../../tee-sim/crypto/request-keys.ts';
import type { AttestationDocument } from '../../tee-sim/protocol/attestation.ts';
import {
  base64UrlToBytes,
  bytesToBase64Url,
  bytesToUtf8,
  equalBytes,
  lengthPrefixed,
  utf8ToBytes,
} from '../../tee-sim/protocol/bytes.ts';
import {
  type AnswerBodyText,
  type AnswerPayloadText,
  decodeAnswerFrame,
  encodeFrame,
  encodeHeader,
  LABELS,
  type RequestEnvelopeText,
  requestDigestInput,
  type SignedText,
  sealedAnswerContext,
  sessionMacInput,
  signedBytes,
} from '../../tee-sim/protocol/envelope.ts';

export interface TestSession {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** What an honest client would choose for itself, and a hostile one chooses differently. */
export interface SealOptions {
  readonly secrets?: readonly Uint8Array[];
  readonly session?: TestSession | undefined;
  /** In place of the session's MAC. */
  readonly mac?: Uint8Array | undefined;
  /** In place of the JSON of the body. */
  readonly json?: Uint8Array | undefined;
  /** In place of the encoded frame. */
  readonly frame?: Uint8Array | undefined;
  readonly sessionKey?: Uint8Array | undefined;
}

export interface SealedTestRequest {
  readonly envelope: RequestEnvelopeText;
  readonly text: string;
  readonly keys: RequestKeys;
  /** The session's MAC over this request; empty without a session. */
  readonly mac: Uint8Array;
}

export function sealRequest(
  epoch: AttestationDocument['epoch'],
  body: unknown,
  options: SealOptions = {},
): SealedTestRequest {
  const sessionKey = options.sessionKey ?? randomBytes(16);
  const wrappedKey = engine.sm2Encrypt(epoch.channelPublicKey, sessionKey, randomBytes);
  const header = encodeHeader({ v: 1, suite: 2, keyId: epoch.keyId });
  const keys = deriveRequestKeys(engine, sessionKey, header, wrappedKey);
  const json = options.json ?? utf8ToBytes(JSON.stringify(body));
  const secrets = options.secrets ?? [];
  const macInput = sessionMacInput(header, wrappedKey, { json, secrets });
  const honestMac =
    options.session === undefined ? new Uint8Array(0) : hmacSm3(engine, options.session.secret, macInput);
  const frame = options.frame ?? encodeFrame({ json, secrets, mac: options.mac ?? honestMac });
  const iv = randomBytes(16);
  const sealed = sealAead(engine, keys.request, iv, frame, lengthPrefixed(header, wrappedKey));
  const envelope: RequestEnvelopeText = {
    v: 1,
    suite: 2,
    keyId: bytesToBase64Url(epoch.keyId),
    wrappedKey: bytesToBase64Url(wrappedKey),
    iv: bytesToBase64Url(iv),
    ciphertext: bytesToBase64Url(sealed.ciphertext),
    tag: bytesToBase64Url(sealed.tag),
  };
  return { envelope, text: JSON.stringify(envelope), keys, mac: honestMac };
}

export interface TestAnswer {
  readonly code: string;
  readonly origin: string;
  readonly reason: string | undefined;
  readonly layer: AnswerBodyText['layer'];
  readonly trace: NonNullable<AnswerBodyText['trace']>;
  readonly because?: AnswerBodyText['because'];
  readonly sealed: boolean;
  readonly body: unknown;
  /** Byte fields beside the JSON. */
  readonly secrets: readonly Uint8Array[];
  readonly steps: AnswerBodyText['steps'];
  readonly payload: AnswerPayloadText;
}

/** Verifies signature and digest, opens the seal if there is one. Throws when anything does not hold. */
export function readAnswer(
  answer: SignedText,
  responsePublicKey: Uint8Array,
  envelope: string,
  keys?: RequestKeys,
): TestAnswer {
  const signature = base64UrlToBytes(answer.signature);
  if (!engine.sm2Verify(responsePublicKey, signedBytes(LABELS.answer, answer.payload), signature)) {
    throw new Error('the answer is not signed by the response key');
  }
  const payload = JSON.parse(answer.payload) as AnswerPayloadText;
  const digest = base64UrlToBytes(payload.requestDigest);
  if (!equalBytes(digest, engine.sm3(requestDigestInput(envelope, payload.driverContext ?? '')))) {
    throw new Error('the answer belongs to another request');
  }
  const { code, origin, sealed } = payload;
  if (sealed === undefined) {
    const { reason } = payload;
    const nothing = { layer: undefined, trace: [], sealed: false, body: undefined, secrets: [], steps: [] };
    return { code, origin, reason, ...nothing, payload };
  }
  if (keys === undefined) throw new Error('a sealed answer, and no keys to open it');
  const [iv, ciphertext, tag] = [sealed.iv, sealed.ciphertext, sealed.tag].map(base64UrlToBytes);
  if (!iv || !ciphertext || !tag) throw new Error('unreachable');
  const context = sealedAnswerContext(digest, code);
  const { json, secrets } = decodeAnswerFrame(openAead(engine, keys.answer, iv, ciphertext, tag, context));
  const inside = JSON.parse(bytesToUtf8(json)) as AnswerBodyText;
  return {
    code,
    origin,
    reason: inside.reason,
    layer: inside.layer,
    trace: inside.trace ?? [],
    because: inside.because,
    sealed: true,
    body: inside.body,
    secrets,
    steps: inside.steps,
    payload,
  };
}
