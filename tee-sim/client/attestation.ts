// Decides whether the other end is the TEE that this client trusts. Pure: pins are loaded and saved by the caller.
// Must never be lenient: every check that fails ends the conversation.
import type { CryptoEngine } from '../crypto/engine.ts';
import {
  ATTESTATION_MAX_AGE_MS,
  type AttestationDocument,
  attestationDocumentSchema,
} from '../protocol/attestation.ts';
import { bytesToHex, equalBytes } from '../protocol/bytes.ts';
import { LABELS, type SignedText, signedBytes, signedTextSchema } from '../protocol/envelope.ts';
import { AttestationError, type IdentityMismatch } from './errors.ts';
import type { Pin, StoredPin } from './pins.ts';

/** SM3, 32 bytes each: the TEE's bundle as built into the client, the client's as its manifest states. */
export interface ExpectedMeasurements {
  readonly tee: Uint8Array;
  /** Absent for a client other than the window: the document tells of the window, which is not its to judge. */
  readonly client?: Uint8Array | undefined;
}

/** What people may see of an attestation; bytes in hex. */
export interface AttestationView {
  readonly simulated: true;
  readonly moduleId: string;
  readonly protocolVersion: number;
  readonly bootId: string;
  readonly bootedAtMs: number;
  readonly teeTimeMs: number;
  readonly measurements: { readonly tee: string; readonly client: string };
  readonly policyDigest: string;
  readonly deviceIdentity: string;
  /** SM3 of the device identity key. */
  readonly deviceFingerprint: string;
  readonly epoch: { readonly keyId: string; readonly notAfterMs: number };
  /** Whether this attestation made the pin. */
  readonly firstUse: boolean;
  readonly roundTripMs: number;
  readonly signed: SignedText;
}

export interface AttestationEvidence {
  /** As it came from the transport. */
  readonly signed: unknown;
  /** The 32 fresh bytes that were sent. */
  readonly clientNonce: Uint8Array;
  /** By the client's monotonic clock, from sending the nonce to holding the answer. */
  readonly roundTripMs: number;
  readonly expected: ExpectedMeasurements;
  readonly pin: StoredPin;
}

export interface VerifiedAttestation {
  readonly document: AttestationDocument;
  readonly view: AttestationView;
  /** To be saved when `view.firstUse`. */
  readonly pin: Pin;
}

/**
 * Checks, in this order: form, signature (GB/T 32918.2 under `LABELS.attestation`) by the document's own
 * device identity, nonce, age, measurements against what this client expects, identity against the pin,
 * measurements against the pin: what is offered for trust has passed all that no trust can replace. The nonce makes the document younger than the round trip, so its age needs no
 * wall clock: a round trip within `ATTESTATION_MAX_AGE_MS` bounds it.
 * @throws AttestationError SECURITY attestation-signature (also for a malformed document) · attestation-pin ·
 *   attestation-nonce · attestation-stale · attestation-measurement
 */
export function verifyAttestation(engine: CryptoEngine, evidence: AttestationEvidence): VerifiedAttestation {
  const { document, signed } = readDocument(engine, evidence.signed);
  const found: Pin = {
    deviceIdentity: bytesToHex(document.deviceIdentity),
    tee: bytesToHex(document.measurements.tee),
    client: bytesToHex(document.measurements.client),
  };
  if (!equalBytes(document.clientNonce, evidence.clientNonce))
    throw new AttestationError('attestation-nonce');
  if (!(evidence.roundTripMs <= ATTESTATION_MAX_AGE_MS)) throw new AttestationError('attestation-stale');
  requireBuild(found, evidence.expected);
  requirePinned(found, evidence.pin, judged(evidence.expected));
  return { document, view: viewOf(engine, document, signed, evidence), pin: found };
}

function readDocument(
  engine: CryptoEngine,
  evidence: unknown,
): { document: AttestationDocument; signed: SignedText } {
  const signed = signedTextSchema.safeParse(evidence);
  if (!signed.success) throw new AttestationError('attestation-signature');
  const document = parseDocument(signed.data.payload);
  const message = signedBytes(LABELS.attestation, signed.data.payload);
  const { keyId, channelPublicKey } = document.epoch;
  const honest =
    engine.sm2Verify(document.deviceIdentity, message, signed.data.signature) &&
    equalBytes(keyId, engine.sm3(channelPublicKey).subarray(0, keyId.length));
  if (!honest) throw new AttestationError('attestation-signature');
  return { document, signed: evidence as SignedText };
}

function parseDocument(text: string): AttestationDocument {
  try {
    return attestationDocumentSchema.parse(JSON.parse(text));
  } catch {
    throw new AttestationError('attestation-signature');
  }
}

type Subject = 'tee' | 'client';

function judged({ client }: ExpectedMeasurements): readonly Subject[] {
  return client === undefined ? ['tee'] : ['tee', 'client'];
}

function requireBuild(found: Pin, expected: ExpectedMeasurements): void {
  const { tee, client = new Uint8Array(0) } = expected;
  const built = { tee: bytesToHex(tee), client: bytesToHex(client) };
  const tampered = differences(found, built, 'build', judged(expected));
  if (tampered.length > 0) throw new AttestationError('attestation-measurement', tampered);
}

function requirePinned(found: Pin, pin: StoredPin, subjects: readonly Subject[]): void {
  if (pin === undefined) return;
  if (pin === 'unreadable') throw new AttestationError('attestation-pin', [], { newDevice: found });
  if (pin.deviceIdentity !== found.deviceIdentity) {
    const { deviceIdentity: expected } = pin;
    throw new AttestationError(
      'attestation-pin',
      [{ subject: 'device-identity', against: 'pin', found: found.deviceIdentity, expected }],
      { newDevice: found },
    );
  }
  const updated = differences(found, pin, 'pin', subjects);
  if (updated.length > 0)
    throw new AttestationError('attestation-measurement', updated, { candidate: found });
}

function differences(
  found: Pin,
  expected: Pick<Pin, 'tee' | 'client'>,
  against: IdentityMismatch['against'],
  subjects: readonly Subject[],
): IdentityMismatch[] {
  return subjects
    .filter((subject) => found[subject] !== expected[subject])
    .map((subject) => ({ subject, against, found: found[subject], expected: expected[subject] }));
}

function viewOf(
  engine: CryptoEngine,
  document: AttestationDocument,
  signed: SignedText,
  evidence: AttestationEvidence,
): AttestationView {
  return {
    simulated: document.simulated,
    moduleId: document.moduleId,
    protocolVersion: document.protocolVersion,
    bootId: bytesToHex(document.bootId),
    bootedAtMs: document.bootedAtMs,
    teeTimeMs: document.teeTimeMs,
    measurements: {
      tee: bytesToHex(document.measurements.tee),
      client: bytesToHex(document.measurements.client),
    },
    policyDigest: bytesToHex(document.policyDigest),
    deviceIdentity: bytesToHex(document.deviceIdentity),
    deviceFingerprint: bytesToHex(engine.sm3(document.deviceIdentity)),
    epoch: { keyId: bytesToHex(document.epoch.keyId), notAfterMs: document.epoch.notAfterMs },
    firstUse: evidence.pin === undefined,
    roundTripMs: evidence.roundTripMs,
    signed,
  };
}
