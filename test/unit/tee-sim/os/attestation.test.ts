import { expect, test } from 'vitest';
import { nobleEngine as engine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { attest } from '../../../../tee-sim/os/attestation.ts';
import { startClock } from '../../../../tee-sim/os/clock.ts';
import { EpochManager } from '../../../../tee-sim/os/epochs.ts';
import { attestationDocumentSchema } from '../../../../tee-sim/protocol/attestation.ts';
import { base64UrlToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { LABELS, signedBytes } from '../../../../tee-sim/protocol/envelope.ts';

const POLICY_DIGEST = randomBytes(32);
const machine = { wall: 1_800_000_000_000, monotonic: 0 };
const clock = startClock({ wallMs: () => machine.wall, monotonicMs: () => machine.monotonic }, 0);
const epochs = new EpochManager(engine, randomBytes, clock.nowMs);
const deviceIdentity = engine.sm2GenerateKeyPair(randomBytes);
const parts = {
  engine,
  random: randomBytes,
  clock,
  epochs,
  bootId: randomBytes(16),
  measurements: { tee: randomBytes(32), client: randomBytes(32) },
  deviceIdentity,
  responsePublicKey: engine.sm2GenerateKeyPair(randomBytes).publicKey,
  policyDigest: () => POLICY_DIGEST,
};

test('states boot, code, policy, keys, time and the client’s nonce', () => {
  const clientNonce = randomBytes(32);
  machine.monotonic += 1_234;
  const epoch = epochs.current();
  const document = attestationDocumentSchema.parse(JSON.parse(attest(parts, clientNonce).payload));
  expect(document).toEqual({
    moduleId: 'airaccount-tee-sim',
    simulated: true,
    protocolVersion: 1,
    bootId: parts.bootId,
    bootedAtMs: 1_800_000_000_000,
    teeTimeMs: 1_800_000_001_234,
    measurements: parts.measurements,
    policyDigest: POLICY_DIGEST,
    deviceIdentity: deviceIdentity.publicKey,
    epoch: {
      keyId: epoch.keyId,
      channelPublicKey: epoch.channelPublicKey,
      notAfterMs: 1_800_000_000_000 + 900_000,
    },
    responsePublicKey: parts.responsePublicKey,
    clientNonce,
    issuedAtMs: 1_800_000_001_234,
  });
});

test('is signed by the device identity under its own label, over the exact text', () => {
  const { payload, signature } = attest(parts, randomBytes(32));
  const verify = (label: string, text: string) =>
    engine.sm2Verify(deviceIdentity.publicKey, signedBytes(label, text), base64UrlToBytes(signature));
  expect(verify(LABELS.attestation, payload)).toBe(true);
  expect(verify(LABELS.answer, payload)).toBe(false);
  expect(verify(LABELS.attestation, payload.replace('"simulated":true', '"simulated":false'))).toBe(false);
});

test('names the new epoch once the old one is due', () => {
  const before = attest(parts, randomBytes(32)).payload;
  machine.monotonic += 900_000;
  const after = attest(parts, randomBytes(32)).payload;
  const keyIds = [before, after].map((text) => JSON.parse(text).epoch.keyId as string);
  expect(keyIds[0]).not.toBe(keyIds[1]);
});
