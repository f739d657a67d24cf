// What happened in one exchange, as data: S1's steps in order, with side, duration and size.
// Holds what crossed the wire and nothing that was inside it.
import type { ReasonCode } from '../protocol/assessment.ts';
import type { TeeCode, TeeOrigin, TeeReason } from '../protocol/codes.ts';
import type { CommandName } from '../protocol/commands.ts';
import type { SignedText, TeeStep } from '../protocol/envelope.ts';
import type { OperationId } from '../protocol/schema.ts';
import type { Layer, Trace } from '../protocol/trace.ts';

/** In the order in which a client does them; between `seal-request` and `verify-answer` the TEE works. */
export const CLIENT_STEPS = [
  'session-key',
  'wrap-key',
  'seal-request',
  'verify-answer',
  'open-answer',
] as const;
export type ClientStep = (typeof CLIENT_STEPS)[number];

export type ExchangeStep = {
  readonly durationUs: number;
  readonly sizeBytes?: number | undefined;
} & (
  | { readonly side: 'client'; readonly step: ClientStep }
  /**
   * There and back: the round trip less the TEE's own steps. So it holds the sealing and signing of the answer too,
   * which no answer can state of itself. Its size is that of the envelope.
   */
  | { readonly side: 'transport'; readonly step: 'carry' }
  /** As the TEE states it, signed. */
  | { readonly side: 'tee'; readonly step: TeeStep['step'] }
);

export interface Exchange {
  readonly command: CommandName;
  readonly operationId: OperationId | undefined;
  readonly steps: readonly ExchangeStep[];
  readonly code: TeeCode;
  readonly origin: TeeOrigin;
  readonly reason: TeeReason | undefined;
  /** Of a denial: the first layer that denied. */
  readonly layer: Layer | undefined;
  /** What the four layers checked, in order; empty where they were not asked. */
  readonly trace: Trace;
  /** Of a refusal of what was assessed: the assessment's reasons. */
  readonly because: readonly ReasonCode[] | undefined;
  /** SM3 over envelope and driver context, hex; the same in the signed answer and computed here. */
  readonly requestDigest: string;
  readonly envelope: string;
  readonly answer: SignedText;
  /** TEE time at signing. */
  readonly issuedAtMs: number;
  /** Exactly what the driver added beside the envelope, as JSON text. */
  readonly driverContext: string | undefined;
}

/** Measures the client's own steps with the client's own monotonic clock. */
export class StepRecorder {
  readonly #steps: ExchangeStep[] = [];
  readonly #monotonicNowMs: () => number;

  constructor(monotonicNowMs: () => number) {
    this.#monotonicNowMs = monotonicNowMs;
  }

  get steps(): readonly ExchangeStep[] {
    return this.#steps;
  }

  client<T>(step: ClientStep, work: () => T, sizeBytes: (value: T) => number): T {
    const startMs = this.#monotonicNowMs();
    const value = work();
    this.#steps.push({
      side: 'client',
      step,
      durationUs: this.#sinceUs(startMs),
      sizeBytes: sizeBytes(value),
    });
    return value;
  }

  /** Runs the transport; its step and the TEE's are inserted by `answered`, once the answer is open. */
  async roundTrip<T>(work: () => Promise<T>): Promise<{ value: T; durationUs: number }> {
    const startMs = this.#monotonicNowMs();
    const value = await work();
    return { value, durationUs: this.#sinceUs(startMs) };
  }

  /** Puts the transport's and the TEE's steps where they happened: before the answer was verified. */
  answered(roundTripUs: number, envelopeBytes: number, teeSteps: readonly TeeStep[]): void {
    const teeUs = teeSteps.reduce((sum, step) => sum + step.durationUs, 0);
    const at = this.#steps.findIndex((step) => step.step === 'verify-answer');
    this.#steps.splice(
      at,
      0,
      {
        side: 'transport',
        step: 'carry',
        durationUs: Math.max(0, roundTripUs - teeUs),
        sizeBytes: envelopeBytes,
      },
      ...teeSteps.map((step) => ({ side: 'tee', ...step }) as const),
    );
  }

  #sinceUs(startMs: number): number {
    return Math.max(0, Math.round((this.#monotonicNowMs() - startMs) * 1_000));
  }
}
