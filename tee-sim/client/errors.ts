// What a client can say beyond the closed codes: which identity differs, and what became of a request.
// Carries public values only; never feature data, keys or plaintext.
import { TeeError, type TeeFailure, type TeeReason } from '../protocol/codes.ts';
import type { OperationId } from '../protocol/schema.ts';
import type { Trace } from '../protocol/trace.ts';
import type { Exchange } from './exchange.ts';
import type { Pin } from './pins.ts';

/** One identity that is not what it was expected to be; hex text for people to compare. */
export interface IdentityMismatch {
  readonly subject: 'device-identity' | 'tee' | 'client';
  /** What it was compared with: the pin of first use, or the measurement that came with this client. */
  readonly against: 'pin' | 'build';
  readonly found: string;
  readonly expected: string;
}

/** The TEE's attestation was refused; nothing was sent to it. */
export class AttestationError extends TeeError {
  readonly mismatches: readonly IdentityMismatch[];
  /**
   * Present only after an update: same device, and both bundles are the ones this client expects, but not
   * the pinned ones. Once the owner has confirmed it, `TeeClient.acceptPin` takes it.
   */
  readonly candidate: Pin | undefined;
  /**
   * Present only when nothing but the device is another than the pinned one, or the pin cannot be read. Once
   * the owner has compared its fingerprint, `TeeClient.trustNewDevice` takes it.
   */
  readonly newDevice: Pin | undefined;

  constructor(
    reason: TeeReason,
    mismatches: readonly IdentityMismatch[] = [],
    offered: { candidate?: Pin; newDevice?: Pin } = {},
  ) {
    super('SECURITY', reason, 'API');
    this.name = 'AttestationError';
    this.mismatches = mismatches;
    this.candidate = offered.candidate;
    this.newDevice = offered.newDevice;
  }
}

/** A request without a good result: refused by a signed answer, or lost. */
export class InvokeError extends TeeError {
  /** What happened, when the TEE itself refused: its signature over the refusal verified. */
  readonly exchange: Exchange | undefined;
  /**
   * Set when nobody knows whether this state-changing request was carried out (no answer, none that verifies,
   * or a refusal of one delivery that another may have escaped): ask `TeeClient.findOutcome`, and tell the
   * person meanwhile.
   */
  readonly unknownOperation: OperationId | undefined;

  constructor(
    failure: TeeFailure,
    about: { exchange?: Exchange; unknownOperation?: OperationId | undefined },
  ) {
    super(failure.code, failure.reason, failure.origin, failure.layer);
    this.name = 'InvokeError';
    this.exchange = about.exchange;
    this.unknownOperation = about.unknownOperation;
  }

  /** What the four layers checked before one of them denied; empty when none was asked. */
  get trace(): Trace {
    return this.exchange?.trace ?? [];
  }
}
