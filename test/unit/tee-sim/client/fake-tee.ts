// An in-process TEE for the client's tests: speaks the protocol correctly, and lies where a test tells it to.
import { keyProver } from '../../../../tee-sim/client/client-proof.ts';
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
import { commands } from '../../../../tee-sim/protocol/commands.ts';
import {
  type AnswerBodyText,
  type AnswerPayloadText,
  decodeFrame,
  encodeAnswerFrame,
  encodeHeader,
  LABELS,
  openSessionProofInput,
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

import { type UserSummary, userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import type { Layer, Trace } from '../../../../tee-sim/protocol/trace.ts';

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

type Outcome = {
  code: TeeCode;
  body?: unknown;
  reason?: TeeReason;
  layer?: Layer;
  trace?: Trace;
  /** Beside the answer's JSON. */
  secrets?: readonly Uint8Array[];
};

interface BootKeys {
  readonly bootId: Uint8Array;
  readonly challenge: Uint8Array;
  readonly response: ReturnType<typeof engine.sm2GenerateKeyPair>;
  channel: ReturnType<typeof engine.sm2GenerateKeyPair>;
}

export const MEASUREMENTS = {
  tee: new Uint8Array(32).fill(0x7e),
  client: new Uint8Array(32).fill(0xc1),
};

/** Who logs in, whatever factors are shown. */
export const USER: UserSummary = {
  userId: userIdSchema.parse('device-owner'),
  name: 'Ada',
  role: 'device-owner',
  createdAtMs: 1,
  factors: [{ factor: 'password', enrolledAtMs: 1, countsInMs: 0 }],
};

const key = engine.sm2GenerateKeyPair(randomBytes);

/** The client's identity in every test that does not bring one. */
export const PROVER = keyProver(
  engine,
  { privateKey: key.privateKey, certificate: key.publicKey, measurement: MEASUREMENTS.client },
  randomBytes,
);

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
    const { reason, layer, trace, body: result, secrets = [] } = outcome;
    const truth: AnswerBodyText = { reason, layer, trace, steps, body: result };
    const text = utf8ToBytes(JSON.stringify(lies.answerBody?.(truth) ?? truth));
    const body = encodeAnswerFrame({ json: text, secrets });
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
    if (command === 'GET_CHALLENGE') {
      return { code: 'SUCCESS', body: { challenge: bytesToBase64Url(this.#keys.challenge) } };
    }
    if (command === 'OPEN_SESSION') return this.#open(opened);
    const secret = this.#sessions.get(sessionId ?? '');
    if (secret === undefined) return { code: 'ACCESS_DENIED', reason: 'no-session' };
    if (!equalBytes(hmacSm3(engine, secret, macInput), opened.frame.mac)) {
      return { code: 'SECURITY', reason: 'session-mac' };
    }
    this.opened.push(opened);
    if (command === 'CLOSE_SESSION') this.#sessions.delete(sessionId ?? '');
    const outcome = this.handle(opened);
    // Whoever logs in goes on under another id.
    if (command !== 'AUTHENTICATE_USER' || outcome.code !== 'SUCCESS') return outcome;
    this.#sessions.delete(sessionId ?? '');
    return { code: 'SUCCESS', body: { sessionId: this.#newSession(secret), user: USER } };
  }

  #open(opened: Opened): Outcome {
    this.opening = opened;
    const params = commands.OPEN_SESSION.params.parse(opened.body.params);
    const [secret = new Uint8Array(0)] = opened.frame.secrets;
    const { bootId, challenge } = this.#keys;
    const { client: measurement } = this.measurements;
    const secretDigest = engine.sm3(secret);
    const input = openSessionProofInput({
      bootId,
      challenge,
      login: params.login,
      secretDigest,
      measurement,
    });
    const proven =
      equalBytes(params.challenge, challenge) &&
      engine.sm2Verify(params.certificate, input, params.signature);
    if (!proven) return { code: 'SECURITY', reason: 'client-proof' };
    const session = { clientName: 'AirAccount', ownerExists: true, programChanged: false };
    return { code: 'SUCCESS', body: { sessionId: this.#newSession(secret), ...session } };
  }

  #newSession(secret: Uint8Array): string {
    const id = bytesToBase64Url(randomBytes(16));
    this.#sessions.set(id, secret);
    return id;
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
    challenge: randomBytes(32),
    response: engine.sm2GenerateKeyPair(randomBytes),
    channel: engine.sm2GenerateKeyPair(randomBytes),
  };
}

function keyIdOf(channelPublicKey: Uint8Array): Uint8Array {
  return engine.sm3(channelPublicKey).subarray(0, 8);
}
