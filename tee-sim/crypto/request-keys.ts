// The four keys of one request, derived by client and TEE alike; nothing else ever uses the session key.
import { wipe } from '../protocol/bytes.ts';
import { KEY_LABELS } from '../protocol/envelope.ts';
import type { AeadKeys } from './aead.ts';
import type { CryptoEngine } from './engine.ts';
import { hkdfSm3 } from './hkdf.ts';

const [requestEnc, requestMac, answerEnc, answerMac] = KEY_LABELS;

export interface RequestKeys {
  /** Client to TEE. */
  readonly request: AeadKeys;
  /** TEE to client. */
  readonly answer: AeadKeys;
  /** Zeroes all four keys. */
  destroy(): void;
}

/**
 * HKDF-SM3(sessionKey, salt = SM3(header ‖ wrappedKey), label) for the labels `req-enc` (16 bytes),
 * `req-mac` (32), `res-enc` (16) and `res-mac` (32). Session key: 16 random bytes, good for one request.
 * The caller zeroes `sessionKey` and calls `destroy()`.
 */
export function deriveRequestKeys(
  engine: CryptoEngine,
  sessionKey: Uint8Array,
  header: Uint8Array,
  wrappedKey: Uint8Array,
): RequestKeys {
  const salt = engine.sm3(header, wrappedKey);
  const derive = (label: string, length: number): Uint8Array =>
    hkdfSm3(engine, sessionKey, salt, label, length);
  const request = { encKey: derive(requestEnc, 16), macKey: derive(requestMac, 32) };
  const answer = { encKey: derive(answerEnc, 16), macKey: derive(answerMac, 32) };
  return {
    request,
    answer,
    destroy: () => wipe(request.encKey, request.macKey, answer.encKey, answer.macKey),
  };
}
