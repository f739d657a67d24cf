// Asks the TEE to attest itself, keeps the last attestation that verified, and the pin that goes with it.
// Must never keep an older attestation once a newer one was refused.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { TeeError, type TeeReason } from '../protocol/codes.ts';
import type { SignedText } from '../protocol/envelope.ts';
import { type ExpectedMeasurements, type VerifiedAttestation, verifyAttestation } from './attestation.ts';
import { AttestationError } from './errors.ts';
import type { Pin, PinStore } from './pins.ts';

const NONCE_BYTES = 32;

/** The way to the TEE: through the driver. Rejects with a `TeeError` for what the driver itself refuses. */
export interface TeeTransport {
  attest(clientNonce: Uint8Array): Promise<SignedText>;
  invoke(envelope: string): Promise<SignedText>;
}

export interface Channel {
  readonly transport: TeeTransport;
  readonly engine: CryptoEngine;
  readonly random: RandomBytes;
  /** Any clock that only goes forward, ms; `performance.now` in browser and Node. */
  readonly monotonicNowMs: () => number;
}

export interface AttestorOptions extends Channel {
  readonly pins: PinStore;
  readonly expected: ExpectedMeasurements;
}

/** An attestation that verified, and when: together they tell TEE time without anyone's wall clock. */
export interface AttestedTee extends VerifiedAttestation {
  readonly arrivedAtMs: number;
}

export class Attestor {
  readonly #options: AttestorOptions;
  #current: AttestedTee | undefined;
  #running: Promise<AttestedTee> | undefined;
  #refused: AttestationError | undefined;

  constructor(options: AttestorOptions) {
    this.#options = options;
  }

  get current(): AttestedTee | undefined {
    return this.#current;
  }

  /** Who asks while one is under way gets that one. @throws AttestationError · what the transport throws */
  attest(): Promise<AttestedTee> {
    this.#running ??= this.#attestNow().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Pins what the last attestation was refused for. @throws BAD_STATE attestation-measurement for anything else */
  acceptPin(candidate: Pin): Promise<void> {
    return this.#pin(candidate, this.#refused?.candidate, 'attestation-measurement');
  }

  /** Pins the device that the last attestation was refused for. @throws BAD_STATE attestation-pin for any other */
  trustNewDevice(newDevice: Pin): Promise<void> {
    return this.#pin(newDevice, this.#refused?.newDevice, 'attestation-pin');
  }

  async #pin(confirmed: Pin, offered: Pin | undefined, reason: TeeReason): Promise<void> {
    if (offered === undefined || !samePin(offered, confirmed)) throw new TeeError('BAD_STATE', reason, 'API');
    await this.#options.pins.save(offered);
    this.#refused = undefined;
  }

  async #attestNow(): Promise<AttestedTee> {
    const { transport, engine, random, pins, expected, monotonicNowMs } = this.#options;
    const clientNonce = random(NONCE_BYTES);
    const sentAtMs = monotonicNowMs();
    const signed = await transport.attest(clientNonce);
    const arrivedAtMs = monotonicNowMs();
    const roundTripMs = arrivedAtMs - sentAtMs;
    this.#refused = undefined;
    try {
      const pin = await pins.load();
      const verified = verifyAttestation(engine, { signed, clientNonce, roundTripMs, expected, pin });
      if (pin === undefined) await pins.save(verified.pin);
      this.#current = { ...verified, arrivedAtMs };
      return this.#current;
    } catch (error) {
      this.#current = undefined;
      if (error instanceof AttestationError) this.#refused = error;
      throw error;
    }
  }
}

function samePin(a: Pin, b: Pin): boolean {
  return a.deviceIdentity === b.deviceIdentity && a.tee === b.tee && a.client === b.client;
}
