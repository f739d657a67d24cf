// Seals one request: fresh session key, wrapped for the TEE's epoch; body, features and secrets encrypted under it.
// Must never use a session key twice, nor leave one, or the plaintext frame, behind.
import { type AeadKeys, sealAead } from '../crypto/aead.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { deriveRequestKeys } from '../crypto/request-keys.ts';
import type { AttestationDocument } from '../protocol/attestation.ts';
import { bytesToBase64Url, lengthPrefixed, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import {
  CHANNEL_SUITE,
  encodeFrame,
  encodeHeader,
  PROTOCOL_VERSION,
  type RequestBodyText,
  type RequestEnvelopeText,
  sessionMacInput,
} from '../protocol/envelope.ts';
import type { SessionId } from '../protocol/schema.ts';
import type { StepRecorder } from './exchange.ts';

const SESSION_KEY_BYTES = 16;
const NONCE_BYTES = 16;
const IV_BYTES = 16;

export interface Sealer {
  readonly engine: CryptoEngine;
  readonly random: RandomBytes;
  readonly epoch: AttestationDocument['epoch'];
}

export interface ClearRequest {
  readonly body: Omit<RequestBodyText, 'nonce' | 'sessionId'>;
  /** In the order of the command's `secrets` table; stays the caller's to wipe. */
  readonly secrets: readonly Uint8Array[];
  readonly session: { readonly id: SessionId; readonly secret: Uint8Array } | undefined;
}

export interface SealedRequest {
  /** Exact JSON text, as it crosses main. */
  readonly envelope: string;
  /** Open the answer to this request and nothing else; zeroed by `destroy`. */
  readonly answerKeys: AeadKeys;
  /** Zeroes what is left of this request's keys. To be called when its answer is open, or will not come. */
  destroy(): void;
}

interface Header {
  readonly header: Uint8Array;
  readonly wrappedKey: Uint8Array;
}

/**
 * `{v, suite, keyId, wrappedKey: SM2(channelPublicKey, sessionKey), iv, ciphertext, tag}` with the frame under
 * SM4-CTR + HMAC-SM3, additional data `lp(header) ‖ lp(wrappedKey)` (docs/PROTOCOL.md, "Request").
 * Zeroes session key, frame and body bytes before it returns; the answer keys are the caller's to destroy.
 */
export function sealRequest(sealer: Sealer, request: ClearRequest, steps: StepRecorder): SealedRequest {
  const { engine, random, epoch } = sealer;
  const header = encodeHeader({ v: PROTOCOL_VERSION, suite: CHANNEL_SUITE, keyId: epoch.keyId });
  const sessionKey = steps.client(
    'session-key',
    () => random(SESSION_KEY_BYTES),
    (key) => key.length,
  );
  try {
    const wrappedKey = steps.client(
      'wrap-key',
      () => engine.sm2Encrypt(epoch.channelPublicKey, sessionKey, random),
      (wrapped) => wrapped.length,
    );
    const keys = deriveRequestKeys(engine, sessionKey, header, wrappedKey);
    try {
      const sealed = steps.client(
        'seal-request',
        () => sealFrame(sealer, keys.request, { header, wrappedKey }, request),
        ({ ciphertext }) => ciphertext.length,
      );
      const envelope: RequestEnvelopeText = {
        v: PROTOCOL_VERSION,
        suite: CHANNEL_SUITE,
        keyId: bytesToBase64Url(epoch.keyId),
        wrappedKey: bytesToBase64Url(wrappedKey),
        iv: bytesToBase64Url(sealed.iv),
        ciphertext: bytesToBase64Url(sealed.ciphertext),
        tag: bytesToBase64Url(sealed.tag),
      };
      return {
        envelope: JSON.stringify(envelope),
        answerKeys: keys.answer,
        destroy: () => keys.destroy(),
      };
    } catch (error) {
      keys.destroy();
      throw error;
    }
  } finally {
    wipe(sessionKey);
  }
}

function sealFrame(
  { engine, random }: Sealer,
  keys: AeadKeys,
  { header, wrappedKey }: Header,
  request: ClearRequest,
): { iv: Uint8Array; ciphertext: Uint8Array; tag: Uint8Array } {
  const { session, secrets } = request;
  const iv = random(IV_BYTES);
  const body: RequestBodyText = {
    ...request.body,
    sessionId: session?.id,
    nonce: bytesToBase64Url(random(NONCE_BYTES)),
  };
  const json = utf8ToBytes(JSON.stringify(body));
  const macInput = sessionMacInput(header, wrappedKey, { json, secrets });
  const mac = session === undefined ? new Uint8Array(0) : hmacSm3(engine, session.secret, macInput);
  const frame = encodeFrame({ json, secrets, mac });
  try {
    return { iv, ...sealAead(engine, keys, iv, frame, lengthPrefixed(header, wrappedKey)) };
  } finally {
    wipe(json, macInput, mac, frame);
  }
}
