// The sealed channel, TEE side: open → validate → replay check → dispatch → seal and sign, and zeroize whatever
// came out of it. Every envelope gets a signed answer, and none gets two meanings.
import type { SessionTable } from '../authorization/layer-2-sessions.ts';
import type { TeeClock } from '../authorization/tee-clock.ts';
import { TraceRecorder } from '../authorization/trace.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { bytesToHex, wipe } from '../protocol/bytes.ts';
import { type TeeFailure, toTeeFailure } from '../protocol/codes.ts';
import { type DriverContext, requestDigestInput, type SignedText } from '../protocol/envelope.ts';
import type { Answer, CallingClient } from '../ta/call.ts';
import type { TrustedApplication } from '../ta/trusted-application.ts';
import { dispatch } from './dispatch.ts';
import type { EpochManager } from './epochs.ts';
import type { NonceCache } from './nonces.ts';
import { decodeRequest, type OpenedRequest, openEnvelope, parseEnvelope, wipeFrame } from './open-request.ts';
import { refusal } from './refusals.ts';
import { type AnswerContext, AnswerSealer } from './seal-answer.ts';
import { StepTimer } from './steps.ts';

/** What the answer's schema has room for; escapes can make it longer than the port's schema foresees. */
const MAX_DRIVER_CONTEXT_CHARS = 4_096;

export interface ChannelParts {
  readonly engine: CryptoEngine;
  readonly random: RandomBytes;
  readonly clock: TeeClock;
  readonly monotonicMs: () => number;
  readonly epochs: EpochManager;
  readonly nonces: NonceCache;
  readonly sessions: SessionTable;
  readonly ta: TrustedApplication;
  /** SM2, 32 bytes; stays the caller's to zero. */
  readonly responseKey: Uint8Array;
}

interface Received {
  readonly requestDigest: Uint8Array;
  readonly driverContext: DriverContext | undefined;
  readonly driverContextText: string | undefined;
  readonly client: CallingClient;
  readonly steps: StepTimer;
  readonly trace: TraceRecorder;
}

type Outcome =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly failure: TeeFailure };

export class Channel {
  readonly #parts: ChannelParts;
  readonly #sealer: AnswerSealer;

  constructor(parts: ChannelParts) {
    this.#parts = parts;
    this.#sealer = new AnswerSealer(parts.engine, parts.random, parts.responseKey);
  }

  /**
   * Answers one envelope that `client` sent, as the driver measured it. What its sender may know of a failure is in the answer; nothing is thrown for it.
   * @throws BAD_PARAMETERS malformed (origin TEE) when the driver, not the client, said too much
   */
  answer(envelope: string, driverContext: DriverContext | undefined, client: CallingClient): SignedText {
    const driverContextText = driverContext === undefined ? undefined : JSON.stringify(driverContext);
    if ((driverContextText?.length ?? 0) > MAX_DRIVER_CONTEXT_CHARS) {
      throw refusal('malformed-parameters');
    }
    const received: Received = {
      requestDigest: this.#parts.engine.sm3(requestDigestInput(envelope, driverContextText ?? '')),
      driverContext,
      driverContextText,
      client,
      steps: new StepTimer(this.#parts.monotonicMs),
      trace: new TraceRecorder(this.#parts.monotonicMs),
    };
    let opened: OpenedRequest;
    try {
      opened = this.#open(envelope, received.steps);
    } catch (error) {
      return this.#sealer.refuse(this.#context(received), toTeeFailure(error));
    }
    try {
      return this.#seal(opened, received, this.#run(opened, received));
    } finally {
      opened.destroy();
    }
  }

  #open(envelope: string, steps: StepTimer): OpenedRequest {
    const { engine, random, epochs } = this.#parts;
    const parsed = parseEnvelope(envelope);
    const epoch = epochs.find(parsed.keyId);
    if (epoch === undefined) throw refusal('unknown-key');
    const opened = openEnvelope(engine, random, epoch, parsed, steps);
    epochs.countOpened(epoch);
    return opened;
  }

  #run(opened: OpenedRequest, received: Received): Outcome {
    const { clock, nonces, sessions, ta } = this.#parts;
    const { steps } = received;
    try {
      const { frame, body } = steps.measure('validate', opened.frame.length, () =>
        decodeRequest(opened.frame),
      );
      try {
        const atMs = clock.nowMs();
        steps.measure('replay', body.nonce.length, () =>
          nonces.admit(bytesToHex(body.nonce), body.issuedAtMs, atMs),
        );
        const request = { ...received, opened, frame, body, atMs };
        return { ok: true, answer: dispatch(request, sessions, ta) };
      } finally {
        wipeFrame(frame);
      }
    } catch (error) {
      return { ok: false, failure: toTeeFailure(error) };
    }
  }

  /** What cannot be sealed is refused instead; secrets of an answer are zeroed however that ends. */
  #seal(opened: OpenedRequest, received: Received, outcome: Outcome): SignedText {
    try {
      return this.#sealOutcome(opened, received, outcome);
    } catch (error) {
      return this.#sealOutcome(opened, received, { ok: false, failure: toTeeFailure(error) });
    } finally {
      if (outcome.ok) wipe(...outcome.answer.secrets);
    }
  }

  #sealOutcome(opened: OpenedRequest, received: Received, outcome: Outcome): SignedText {
    const context = this.#context(received);
    const { entries } = received.trace;
    const told = {
      steps: [...received.steps.steps],
      ...(entries.length === 0 ? {} : { trace: [...entries] }),
    };
    if (outcome.ok) {
      const verdict = { code: 'SUCCESS', origin: 'TRUSTED_APP' } as const;
      const { result, secrets } = outcome.answer;
      return this.#sealer.seal(context, opened.keys, verdict, { ...told, body: result }, secrets);
    }
    const { code, origin, reason, layer } = outcome.failure;
    const { reasons } = received.trace;
    const because = reasons && [...reasons];
    return this.#sealer.seal(context, opened.keys, { code, origin }, { ...told, reason, layer, because });
  }

  #context({ requestDigest, driverContextText }: Received): AnswerContext {
    return { requestDigest, driverContext: driverContextText, issuedAtMs: this.#parts.clock.nowMs() };
  }
}
