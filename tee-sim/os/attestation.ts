// The attestation document: which boot and code this is and the keys to talk to it with, signed by the device
// identity key. That key signs nothing else.
import type { TeeClock } from '../authorization/tee-clock.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { type AttestationDocumentText, MODULE_ID } from '../protocol/attestation.ts';
import { bytesToBase64Url } from '../protocol/bytes.ts';
import { LABELS, PROTOCOL_VERSION, type SignedText, signedBytes } from '../protocol/envelope.ts';
import type { EpochManager } from './epochs.ts';

export interface AttestationParts {
  readonly engine: CryptoEngine;
  readonly random: RandomBytes;
  readonly clock: TeeClock;
  readonly epochs: EpochManager;
  readonly bootId: Uint8Array;
  readonly measurements: { readonly tee: Uint8Array; readonly client: Uint8Array };
  /** SM2; stays the caller's to zero. */
  readonly deviceIdentity: { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };
  readonly responsePublicKey: Uint8Array;
  /** SM3 of the policy in force. */
  readonly policyDigest: () => Uint8Array;
}

/**
 * SM2 (GB/T 32918.2) over `label ‖ 00 ‖ document` for one client's 32-byte nonce. Certifies the response key
 * and the current epoch's channel key.
 */
export function attest(parts: AttestationParts, clientNonce: Uint8Array): SignedText {
  const { engine, random, clock, epochs, measurements, deviceIdentity } = parts;
  const epoch = epochs.current();
  const now = clock.nowMs();
  const document: AttestationDocumentText = {
    moduleId: MODULE_ID,
    simulated: true,
    protocolVersion: PROTOCOL_VERSION,
    bootId: bytesToBase64Url(parts.bootId),
    bootedAtMs: clock.bootedAtMs,
    teeTimeMs: now,
    measurements: {
      tee: bytesToBase64Url(measurements.tee),
      client: bytesToBase64Url(measurements.client),
    },
    policyDigest: bytesToBase64Url(parts.policyDigest()),
    deviceIdentity: bytesToBase64Url(deviceIdentity.publicKey),
    epoch: {
      keyId: bytesToBase64Url(epoch.keyId),
      channelPublicKey: bytesToBase64Url(epoch.channelPublicKey),
      notAfterMs: epoch.notAfterMs,
    },
    responsePublicKey: bytesToBase64Url(parts.responsePublicKey),
    clientNonce: bytesToBase64Url(clientNonce),
    issuedAtMs: now,
  };
  const payload = JSON.stringify(document);
  const signature = engine.sm2Sign(
    deviceIdentity.privateKey,
    signedBytes(LABELS.attestation, payload),
    random,
  );
  return { payload, signature: bytesToBase64Url(signature) };
}
