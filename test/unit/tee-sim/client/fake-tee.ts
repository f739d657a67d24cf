// An in-process TEE for the client's tests: speaks the protocol correctly, and lies where a test tells it to.
import { openAead, sealAead } from '../../../../tee-sim/crypto/aead.ts';
import { hmacSm3 } from '../../../../tee-sim/crypto/hmac.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { deriveRequestKeys } from '../../../../tee-sim/crypto/request-keys.ts';
import {
  type AttestationDocumentText,
  EPOCH_LIFE_MS,
  MODULE_ID,
} from '../../../../tee-sim/protocol/attestation.ts';
import {
  bytesToBase64Url,
  bytesToUtf8,
  equalBytes,
  lengthPrefixed,
  utf8ToBytes,
} from '../../../../tee-sim/protocol/bytes.ts';
import type { TeeCode, TeeReason } from '../../../../tee-sim/protocol/codes.ts';
import {
  type AnswerBodyText,
  type AnswerPayloadText,
  decodeFrame,
  encodeHeader,
  LABELS,
  PROTOCOL_VERSION,
  type RequestBody,
  type RequestFrame,
  requestBodySchema,
  requestDigestInput,
  requestEnvelopeSchema,
  type SignedText,
  sealedAnswerContext,
  sessionMacInput,
  signedBytes,
} from '../../../../tee-sim/protocol/envelope.ts';

const engine = nobleEngine;

/** What the fake does in place of the truth; each is given the truth. */
export interface Lies {
  document?: (truth: AttestationDocumentText) => AttestationDocumentText;
  attestation?: (truth: SignedText) => unknown;
  answerBody?: (truth: AnswerBodyText) => unknown;
  payload?: (truth: AnswerPayloadText) => unknown;
  answer?: (truth: SignedText) => unknown;
  /** Added by a driver on the way in. */
  driverContext?: string;
}

export interface Opened {
  readonly body: RequestBody;
  readonly frame: RequestFrame;
  readonly json: string;
}

type Outcome = { code: TeeCode; body?: unknown; reason?: TeeReason };

interface BootKeys {
  readonly bootId: Uint8Array;
  readonly response: ReturnType<typeof engine.sm2GenerateKeyPair>;
  channel: ReturnType<typeof engine.sm2GenerateKeyPair>;
}

export const MEASUREMENTS = {
  tee: new Uint8Array(32).fill(0x7e),
  client: new Uint8Array(32).fill(0xc1),
};

export class FakeTee {
  device = engine.sm2GenerateKeyPair(randomBytes);
  measurements = MEASUREMENTS;
  teeTimeMs = 1_700_000_000_000;
  lies: Lies = {};
  /** Thrown instead of an answer; `'after'` works the request first. */
  fail: { error: unknown; when: 'before' | 'after' } | undefined;
  attestations = 0;
  /** The last OPEN_SESSION, and every request of a session after it. */
  opening: Opened | undefined;
  readonly opened: Opened[] = [];
  readonly envelopes: string[] = [];
  handle: (opened: Opened) => Outcome = () => ({ code: 'SUCCESS', body: {} });
  #keys: BootKeys = newBoot();
  #sessions = new Map<string, Uint8Array>();

  /** base64url, as in the attestation document. */
  get responsePublicKey(): string {
    return bytesToBase64Url(this.#keys.response.publicKey);
  }

  reboot(): void {
    this.#keys = newBoot();
    this.#sessions.clear();
  }

  rollEpoch(): void {
    this.#keys.channel = engine.sm2GenerateKeyPair(randomBytes);
  }

  attest(clientNonce: Uint8Array): Promise<SignedText> {
    this.attestations += 1;
    const { lies } = this;
    const truth = this.#document(clientNonce);
    const payload = JSON.stringify(lies.document?.(truth) ?? truth);
    const message = signedBytes(LABELS.attestation, payload);
    const signature = bytesToBase64Url(engine.sm2Sign(this.device.privateKey, message, randomBytes));
    const signed = { payload, signature };
    return Promise.resolve((lies.attestation ? lies.attestation(signed) : signed) as SignedText);
  }

  async invoke(envelope: string): Promise<SignedText> {
    this.envelopes.push(envelope);
    if (this.fail?.when === 'before') throw this.fail.error;
    const answer = this.#answer(envelope);
    if (this.fail?.when === 'after') throw this.fail.error;
    return (this.lies.answer ? this.lies.answer(answer) : answer) as SignedText;
  }

  #document(clientNonce: Uint8Array): AttestationDocumentText {
    const { bootId, channel, response } = this.#keys;
    return {
      moduleId: MODULE_ID,
      simulated: true,
      protocolVersion: PROTOCOL_VERSION,
      bootId: bytesToBase64Url(bootId),
      bootedAtMs: this.teeTimeMs - 1_000,
      teeTimeMs: this.teeTimeMs,
      measurements: {
        tee: bytesToBase64Url(this.measurements.tee),
        client: bytesToBase64Url(this.measurements.client),
      },
      policyDigest: bytesToBase64Url(new Uint8Array(32)),
      deviceIdentity: bytesToBase64Url(this.device.publicKey),
      epoch: {
        keyId: bytesToBase64Url(keyIdOf(channel.publicKey)),
        channelPublicKey: bytesToBase64Url(channel.publicKey),
        notAfterMs: this.teeTimeMs + EPOCH_LIFE_MS,
      },
      responsePublicKey: bytesToBase64Url(response.publicKey),
      clientNonce: bytesToBase64Url(clientNonce),
      issuedAtMs: this.teeTimeMs,
    };
  }

  #answer(envelopeText: string): SignedText {
    const { lies } = this;
    const envelope = requestEnvelopeSchema.parse(JSON.parse(envelopeText));
    const digest = engine.sm3(requestDigestInput(envelopeText, lies.driverContext ?? ''));
    const refuse = (code: TeeCode, reason: TeeReason): SignedText =>
      this.#sign({ ...this.#outer(digest, code), reason });
    if (!equalBytes(envelope.keyId, keyIdOf(this.#keys.channel.publicKey))) {
      return refuse('NOT_SUPPORTED', 'unknown-key');
    }
    const header = encodeHeader(envelope);
    const { wrappedKey } = envelope;
    const sessionKey = engine.sm2Decrypt(this.#keys.channel.privateKey, wrappedKey);
    const keys = deriveRequestKeys(engine, sessionKey, header, wrappedKey);
    const { iv, ciphertext, tag } = envelope;
    const context = lengthPrefixed(header, wrappedKey);
    const frame = decodeFrame(openAead(engine, keys.request, iv, ciphertext, tag, context));
    const json = bytesToUtf8(frame.json);
    const opened = { frame, json, body: requestBodySchema.parse(JSON.parse(json)) };
    const outcome = this.#work(opened, sessionMacInput(header, wrappedKey, frame));
    const steps = [
      { step: 'unwrap-key' as const, durationUs: 700, sizeBytes: 113 },
      { step: 'store' as const, durationUs: 300 },
    ];
    const truth: AnswerBodyText = { reason: outcome.reason, steps, body: outcome.body };
    const body = utf8ToBytes(JSON.stringify(lies.answerBody?.(truth) ?? truth));
    const answerIv = randomBytes(16);
    const sealed = sealAead(engine, keys.answer, answerIv, body, sealedAnswerContext(digest, outcome.code));
    return this.#sign({
      ...this.#outer(digest, outcome.code),
      sealed: {
        iv: bytesToBase64Url(answerIv),
        ciphertext: bytesToBase64Url(sealed.ciphertext),
        tag: bytesToBase64Url(sealed.tag),
      },
    });
  }

  #work(opened: Opened, macInput: Uint8Array): Outcome {
    const { command, sessionId } = opened.body;
    if (command === 'OPEN_SESSION') {
      this.opening = opened;
      const id = bytesToBase64Url(randomBytes(16));
      this.#sessions.set(id, opened.frame.secrets[0] ?? new Uint8Array(0));
      return { code: 'SUCCESS', body: { sessionId: id, userId: 'device-owner' } };
    }
    const secret = this.#sessions.get(sessionId ?? '');
    if (secret === undefined) return { code: 'ACCESS_DENIED', reason: 'no-session' };
    if (!equalBytes(hmacSm3(engine, secret, macInput), opened.frame.mac)) {
      return { code: 'SECURITY', reason: 'session-mac' };
    }
    this.opened.push(opened);
    if (command === 'CLOSE_SESSION') this.#sessions.delete(sessionId ?? '');
    return this.handle(opened);
  }

  #outer(requestDigest: Uint8Array, code: TeeCode): AnswerPayloadText {
    const { driverContext } = this.lies;
    return {
      v: PROTOCOL_VERSION,
      requestDigest: bytesToBase64Url(requestDigest),
      code,
      origin: 'TRUSTED_APP',
      issuedAtMs: this.teeTimeMs,
      driverContext,
    };
  }

  #sign(truth: AnswerPayloadText): SignedText {
    const payload = JSON.stringify(this.lies.payload?.(truth) ?? truth);
    const message = signedBytes(LABELS.answer, payload);
    const signature = engine.sm2Sign(this.#keys.response.privateKey, message, randomBytes);
    return { payload, signature: bytesToBase64Url(signature) };
  }
}

function newBoot(): BootKeys {
  return {
    bootId: randomBytes(16),
    response: engine.sm2GenerateKeyPair(randomBytes),
    channel: engine.sm2GenerateKeyPair(randomBytes),
  };
}

function keyIdOf(channelPublicKey: Uint8Array): Uint8Array {
  return engine.sm3(channelPublicKey).subarray(0, 8);
}
