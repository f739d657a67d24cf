// Whom a client trusts: a changed device or program stops everything until the owner decides.
import { describe, expect, it } from 'vitest';
import { AttestationError } from '../../../../tee-sim/client/errors.ts';
import { memoryPins, type Pin } from '../../../../tee-sim/client/pins.ts';
import type { TeeClient } from '../../../../tee-sim/client/tee-client.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { ATTESTATION_MAX_AGE_MS } from '../../../../tee-sim/protocol/attestation.ts';
import { bytesToBase64Url } from '../../../../tee-sim/protocol/bytes.ts';
import { clientOf, connected, setup } from './client-fixture.ts';
import { FakeTee } from './fake-tee.ts';

describe('trust that ends', () => {
  it('a changed device identity stops everything', async () => {
    const { client, tee, pins } = await connected();
    const pinned = await pins.load();
    tee.device = new FakeTee().device;
    await expect(client.attest()).rejects.toBeInstanceOf(AttestationError);
    await expect(client.attest()).rejects.toMatchObject({ reason: 'attestation-pin' });
    expect(client.attestation).toBeUndefined();
    expect(client.session).toBeUndefined();
    await expect(client.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'no-session' });
    expect(await pins.load()).toEqual(pinned);
  });

  it('in the middle of a request, too', async () => {
    const { client, tee } = await connected();
    tee.device = new FakeTee().device;
    tee.rollEpoch();
    await expect(client.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'attestation-pin' });
    expect(client.attestation).toBeUndefined();
  });

  it('an attestation that dawdled is stale by the monotonic clock', async () => {
    const { client, tee, time } = setup();
    tee.lies = {
      attestation: (signed) => {
        time.ms += ATTESTATION_MAX_AGE_MS + 1;
        return signed;
      },
    };
    await expect(client.connect()).rejects.toMatchObject({ reason: 'attestation-stale' });
  });

  it('a replayed attestation answers the wrong nonce', async () => {
    const { client, tee } = setup();
    const old = await tee.attest(randomBytes(32));
    tee.lies = { attestation: () => old };
    await expect(client.connect()).rejects.toMatchObject({ reason: 'attestation-nonce' });
  });

  it('a store of pins that cannot be read ends it as well', async () => {
    const { client, pins } = await connected();
    pins.load = () => Promise.resolve('unreadable');
    await expect(client.attest()).rejects.toMatchObject({ reason: 'attestation-pin' });
    expect(client.attestation).toBeUndefined();
    expect(client.session).toBeUndefined();
  });
});

describe('after an update', () => {
  const old: Pin = { deviceIdentity: '', tee: '33'.repeat(32), client: '44'.repeat(32) };

  async function updated() {
    const all = setup();
    const { pin } = await pinOf(all.tee);
    await all.pins.save({ ...old, deviceIdentity: pin.deviceIdentity });
    const error = await all.client.connect().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof AttestationError) || error.candidate === undefined) throw error;
    return { ...all, candidate: error.candidate };
  }

  async function pinOf(tee: FakeTee) {
    const pins = memoryPins();
    await clientOf(tee, { pins }).attest();
    const pin = await pins.load();
    if (pin === undefined || pin === 'unreadable') throw new Error('no pin');
    return { pin };
  }

  it('the owner confirms once, and it stays confirmed', async () => {
    const { client, candidate, pins } = await updated();
    expect(await pins.load()).toMatchObject({ tee: old.tee });
    await client.acceptPin(candidate);
    expect(await pins.load()).toEqual(candidate);
    await client.connect();
    expect(client.session).toBeDefined();
  });

  it('nothing but what was refused can be confirmed, and only once', async () => {
    const { client, candidate, pins } = await updated();
    const before = await pins.load();
    const other = { ...candidate, tee: '55'.repeat(32) };
    const refusal = { code: 'BAD_STATE', reason: 'attestation-measurement' };
    await expect(client.acceptPin(other)).rejects.toMatchObject(refusal);
    expect(await pins.load()).toEqual(before);
    await client.acceptPin(candidate);
    await expect(client.acceptPin(candidate)).rejects.toMatchObject(refusal);
  });

  it('a confirmation that comes too late is refused', async () => {
    const { client, tee, candidate, pins } = await updated();
    tee.lies = { document: (d) => ({ ...d, clientNonce: bytesToBase64Url(new Uint8Array(32)) }) };
    await expect(client.attest()).rejects.toMatchObject({ reason: 'attestation-nonce' });
    await expect(client.acceptPin(candidate)).rejects.toMatchObject({ code: 'BAD_STATE' });
    tee.lies = {};
    await expect(client.attest()).rejects.toMatchObject({ candidate });
    await pins.save(candidate);
    await client.attest();
    await expect(client.acceptPin(candidate)).rejects.toMatchObject({ code: 'BAD_STATE' });
  });

  it('a changed device cannot be confirmed', async () => {
    const { client, tee, candidate } = await updated();
    tee.device = new FakeTee().device;
    await expect(client.connect()).rejects.toMatchObject({ reason: 'attestation-pin' });
    await expect(client.acceptPin(candidate)).rejects.toMatchObject({ code: 'BAD_STATE' });
  });
});

describe('another device', () => {
  async function refused(client: TeeClient): Promise<Pin> {
    const error: unknown = await client.connect().catch((reason: unknown) => reason);
    if (!(error instanceof AttestationError) || error.newDevice === undefined) throw error;
    return error.newDevice;
  }

  async function changed() {
    const all = await connected();
    const before = await all.pins.load();
    all.tee.device = new FakeTee().device;
    return { ...all, before, newDevice: await refused(all.client) };
  }
  const refusal = { code: 'BAD_STATE', reason: 'attestation-pin' };

  it('is trusted once the owner decided so', async () => {
    const { client, pins, before, newDevice } = await changed();
    expect(await pins.load()).toEqual(before);
    await client.trustNewDevice(newDevice);
    expect(await pins.load()).toEqual(newDevice);
    await client.connect();
    expect(client.attestation?.deviceIdentity).toBe(newDevice.deviceIdentity);
  });

  it('that attests between showing and confirming is not pinned, nor is the one shown', async () => {
    const { client, tee, pins, before, newDevice } = await changed();
    tee.device = new FakeTee().device;
    const third = await refused(client);
    await expect(client.trustNewDevice(newDevice)).rejects.toMatchObject(refusal);
    expect(await pins.load()).toEqual(before);
    await client.trustNewDevice(third);
    expect(await pins.load()).toEqual(third);
  });

  it('that attests after the confirmation is refused, and the confirmed one stays pinned', async () => {
    const { client, tee, pins, newDevice } = await changed();
    tee.device = new FakeTee().device;
    await client.trustNewDevice(newDevice);
    expect((await refused(client)).deviceIdentity).not.toBe(newDevice.deviceIdentity);
    expect(await pins.load()).toEqual(newDevice);
  });

  it('is trusted only as it was shown, once, and by no other name', async () => {
    const { client, pins, before, newDevice } = await changed();
    await expect(client.trustNewDevice({ ...newDevice, tee: '55'.repeat(32) })).rejects.toMatchObject(
      refusal,
    );
    await expect(client.acceptPin(newDevice)).rejects.toMatchObject({ code: 'BAD_STATE' });
    expect(await pins.load()).toEqual(before);
    await client.trustNewDevice(newDevice);
    await expect(client.trustNewDevice(newDevice)).rejects.toMatchObject(refusal);
  });

  it('takes the place of a pin that cannot be read', async () => {
    const { client, pins } = await connected();
    const { load } = pins;
    pins.load = () => Promise.resolve('unreadable');
    const newDevice = await refused(client);
    pins.load = load;
    await client.trustNewDevice(newDevice);
    await client.connect();
    expect(client.session).toBeDefined();
  });
});
