import { describe, expect, it } from 'vitest';
import { type AttestationEvidence, verifyAttestation } from '../../../../tee-sim/client/attestation.ts';
import { AttestationError } from '../../../../tee-sim/client/errors.ts';
import type { Pin } from '../../../../tee-sim/client/pins.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { ATTESTATION_MAX_AGE_MS } from '../../../../tee-sim/protocol/attestation.ts';
import { bytesToBase64Url, bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import type { TeeReason } from '../../../../tee-sim/protocol/codes.ts';
import { FakeTee, type Lies, MEASUREMENTS } from './fake-tee.ts';

const clientNonce = randomBytes(32);
const tee = new FakeTee();
const pin: Pin = {
  deviceIdentity: bytesToHex(tee.device.publicKey),
  tee: bytesToHex(MEASUREMENTS.tee),
  client: bytesToHex(MEASUREMENTS.client),
};

async function evidence(
  lies: Lies = {},
  changes: Partial<AttestationEvidence> = {},
): Promise<AttestationEvidence> {
  tee.lies = lies;
  const signed = await tee.attest(clientNonce);
  return { signed, clientNonce, roundTripMs: 3, expected: MEASUREMENTS, pin: undefined, ...changes };
}

async function refusal(lies: Lies, changes: Partial<AttestationEvidence> = {}): Promise<AttestationError> {
  const offered = await evidence(lies, changes);
  try {
    verifyAttestation(nobleEngine, offered);
  } catch (error) {
    if (error instanceof AttestationError) return error;
    throw error;
  }
  throw new Error('the attestation was believed');
}

describe('an honest attestation', () => {
  it('is believed at first use and says whom it pins', async () => {
    const { view, pin: found, document } = verifyAttestation(nobleEngine, await evidence());
    expect(found).toEqual(pin);
    expect(view.firstUse).toBe(true);
    expect(view.simulated).toBe(true);
    expect(view.deviceFingerprint).toBe(bytesToHex(nobleEngine.sm3(tee.device.publicKey)));
    expect(view.measurements).toEqual({ tee: pin.tee, client: pin.client });
    expect(view.bootId).toBe(bytesToHex(document.bootId));
  });

  it('is believed again under its own pin, up to the longest round trip', async () => {
    const offered = await evidence({}, { pin, roundTripMs: ATTESTATION_MAX_AGE_MS });
    expect(verifyAttestation(nobleEngine, offered).view.firstUse).toBe(false);
  });
});

describe('a dishonest attestation', () => {
  const otherKey = nobleEngine.sm2GenerateKeyPair(randomBytes).publicKey;
  const cases: [string, TeeReason, Lies, Partial<AttestationEvidence>?][] = [
    ['is nothing', 'attestation-signature', { attestation: () => undefined }],
    ['is not JSON', 'attestation-signature', { attestation: (t) => ({ ...t, payload: '{' }) }],
    [
      'has one character changed after signing',
      'attestation-signature',
      { attestation: (t) => ({ ...t, payload: t.payload.replace('"bootedAtMs":1', '"bootedAtMs":2') }) },
    ],
    [
      'is signed by another key',
      'attestation-signature',
      { document: (d) => ({ ...d, deviceIdentity: bytesToBase64Url(otherKey) }) },
    ],
    [
      'has a signature of zeros',
      'attestation-signature',
      { attestation: (t) => ({ ...t, signature: bytesToBase64Url(new Uint8Array(64)) }) },
    ],
    [
      'names a channel key that its key id does not fit',
      'attestation-signature',
      { document: (d) => ({ ...d, epoch: { ...d.epoch, channelPublicKey: bytesToBase64Url(otherKey) } }) },
    ],
    [
      'claims to be real silicon',
      'attestation-signature',
      { document: (d) => ({ ...d, simulated: false as true }) },
    ],
    [
      'speaks another protocol version',
      'attestation-signature',
      { document: (d) => ({ ...d, protocolVersion: 2 as 1 }) },
    ],
    [
      'has a field more than it should',
      'attestation-signature',
      { document: (d) => Object.assign({ extra: 1 }, d) },
    ],
    [
      'answers another nonce',
      'attestation-nonce',
      { document: (d) => ({ ...d, clientNonce: bytesToBase64Url(new Uint8Array(32)) }) },
    ],
    ['took too long', 'attestation-stale', {}, { roundTripMs: ATTESTATION_MAX_AGE_MS + 1 }],
    ['took no measurable time', 'attestation-stale', {}, { roundTripMs: Number.NaN }],
  ];

  it.each(cases)('that %s: %s', async (_name, reason, lies, changes) => {
    const error = await refusal(lies, changes);
    expect(error).toMatchObject({ code: 'SECURITY', origin: 'API', reason, mismatches: [] });
    expect(error.candidate).toBeUndefined();
  });

  it('of another device stops everything, and offers exactly that device', async () => {
    const pinned = { ...pin, deviceIdentity: bytesToHex(otherKey) };
    const error = await refusal({}, { pin: pinned });
    expect(error).toMatchObject({ code: 'SECURITY', reason: 'attestation-pin', candidate: undefined });
    expect(error.newDevice).toEqual(pin);
    expect(error.mismatches).toEqual([
      {
        subject: 'device-identity',
        against: 'pin',
        found: pin.deviceIdentity,
        expected: pinned.deviceIdentity,
      },
    ]);
  });

  it('under a pin that cannot be read is no first use', async () => {
    const error = await refusal({}, { pin: 'unreadable' });
    expect(error).toMatchObject({ reason: 'attestation-pin', mismatches: [], newDevice: pin });
  });

  it.each<[string, string, Lies, Partial<AttestationEvidence>]>([
    [
      'answers another nonce',
      'attestation-nonce',
      { document: (d) => ({ ...d, clientNonce: bytesToBase64Url(new Uint8Array(32)) }) },
      {},
    ],
    ['took too long', 'attestation-stale', {}, { roundTripMs: ATTESTATION_MAX_AGE_MS + 1 }],
    [
      'runs another program',
      'attestation-measurement',
      {},
      { expected: { ...MEASUREMENTS, tee: new Uint8Array(32) } },
    ],
  ])('of another device that %s is not offered', async (_name, reason, lies, changes) => {
    const pinned = { ...pin, deviceIdentity: bytesToHex(otherKey) };
    const error = await refusal(lies, { ...changes, pin: pinned });
    expect(error).toMatchObject({ reason, candidate: undefined, newDevice: undefined });
  });

  it.each(['tee', 'client'] as const)(
    'of a %s that this client was not built for cannot be accepted',
    async (subject) => {
      const expected = { ...MEASUREMENTS, [subject]: new Uint8Array(32) };
      const error = await refusal({}, { expected, pin });
      expect(error).toMatchObject({ reason: 'attestation-measurement', candidate: undefined });
      expect(error.mismatches).toEqual([
        { subject, against: 'build', found: pin[subject], expected: '00'.repeat(32) },
      ]);
    },
  );

  it('after an update names both bundles and offers them for confirmation', async () => {
    const pinned = { ...pin, tee: '33'.repeat(32), client: '44'.repeat(32) };
    const error = await refusal({}, { pin: pinned });
    expect(error.reason).toBe('attestation-measurement');
    expect(error.mismatches).toEqual([
      { subject: 'tee', against: 'pin', found: pin.tee, expected: pinned.tee },
      { subject: 'client', against: 'pin', found: pin.client, expected: pinned.client },
    ]);
    expect(error.candidate).toEqual(pin);
  });
});
