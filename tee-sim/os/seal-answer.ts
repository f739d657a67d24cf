// Makes answers: seals what only the requester may read, and signs every answer, also refusals.
// Must never put a reason or a body outside the seal once a request could be opened.
import { sealAead } from '../crypto/aead.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import type { RequestKeys } from '../crypto/request-keys.ts';
import { bytesToBase64Url, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { TeeCode, TeeFailure, TeeOrigin } from '../protocol/codes.ts';
import {
  type AnswerBodyText,
  type AnswerPayloadText,
  encodeAnswerFrame,
  LABELS,
  MAX_ENVELOPE_BYTES,
  PROTOCOL_VERSION,
  type SignedText,
  sealedAnswerContext,
  signedBytes,
} from '../protocol/envelope.ts';
import { refusal } from './refusals.ts';

/** Body and secrets of an answer are no longer than this, so that what is sealed and signed stays within its schema. */
export const MAX_BODY_BYTES = 4 * MAX_ENVELOPE_BYTES;

const IV_BYTES = 16;

/** What every answer to one request carries in the clear. */
export interface AnswerContext {
  readonly requestDigest: Uint8Array;
  /** Exact text of what the driver added. */
  readonly driverContext: string | undefined;
  readonly issuedAtMs: number;
}

/** How a request ended, and for refusals why. */
export type Verdict = { readonly code: TeeCode; readonly origin: TeeOrigin };

export class AnswerSealer {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;
  readonly #responseKey: Uint8Array;

  /** `responseKey` stays the caller's to zero. */
  constructor(engine: CryptoEngine, random: RandomBytes, responseKey: Uint8Array) {
    this.#engine = engine;
    this.#random = random;
    this.#responseKey = responseKey;
  }

  /** Answers what could not be opened: nobody to seal for, so the reason stands in the clear. */
  refuse(context: AnswerContext, { code, origin, reason }: TeeFailure): SignedText {
    return this.#sign({ ...this.#clear(context, { code, origin }), reason });
  }

  /**
   * Encrypts `body`, and `secrets` beside it, for the requester, then signs. Zeroes what it encoded; `secrets` stay
   * the caller's to zero. @throws SHORT_BUFFER too-large
   */
  seal(
    context: AnswerContext,
    keys: RequestKeys,
    verdict: Verdict,
    body: AnswerBodyText,
    secrets: readonly Uint8Array[] = [],
  ): SignedText {
    const json = utf8ToBytes(JSON.stringify(body));
    const plaintext = encodeAnswerFrame({ json, secrets });
    wipe(json);
    try {
      if (plaintext.length > MAX_BODY_BYTES) throw refusal('answer-too-large');
      const iv = this.#random(IV_BYTES);
      const additionalData = sealedAnswerContext(context.requestDigest, verdict.code);
      const sealed = sealAead(this.#engine, keys.answer, iv, plaintext, additionalData);
      return this.#sign({
        ...this.#clear(context, verdict),
        sealed: {
          iv: bytesToBase64Url(iv),
          ciphertext: bytesToBase64Url(sealed.ciphertext),
          tag: bytesToBase64Url(sealed.tag),
        },
      });
    } finally {
      wipe(plaintext);
    }
  }

  #clear(context: AnswerContext, { code, origin }: Verdict): AnswerPayloadText {
    return {
      v: PROTOCOL_VERSION,
      requestDigest: bytesToBase64Url(context.requestDigest),
      code,
      origin,
      issuedAtMs: context.issuedAtMs,
      driverContext: context.driverContext,
    };
  }

  #sign(answer: AnswerPayloadText): SignedText {
    const payload = JSON.stringify(answer);
    const signature = this.#engine.sm2Sign(
      this.#responseKey,
      signedBytes(LABELS.answer, payload),
      this.#random,
    );
    return { payload, signature: bytesToBase64Url(signature) };
  }
}
