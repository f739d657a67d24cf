import { describe, expect, it } from 'vitest';
import { AttestationError, InvokeError } from '../../../../tee-sim/client/errors.ts';
import { memoryPins, type Pin } from '../../../../tee-sim/client/pins.ts';
import { TeeClient, type TeeClientOptions } from '../../../../tee-sim/client/tee-client.ts';
import type { CryptoEngine } from '../../../../tee-sim/crypto/engine.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { ATTESTATION_MAX_AGE_MS } from '../../../../tee-sim/protocol/attestation.ts';
import { bytesToBase64Url, bytesToHex, equalBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { MAX_ENVELOPE_BYTES } from '../../../../tee-sim/protocol/envelope.ts';
import type { Features } from '../../../../tee-sim/protocol/features.ts';
import { operationIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { FakeTee, MEASUREMENTS, PROVER } from './fake-tee.ts';

const payment = { chainId: 1, to: `0x${'11'.repeat(20)}`, amountWei: '1000', note: '' };
const features: Features = { localHour: 9, entry: { recipient: 'typed', amount: 'pasted' } };
const operationId = operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ');
const assessed = {
  logId: 7,
  assessedAtMs: 1,
  assessment: { score: 12, level: 'Standard', factors: [] },
  bounds: { enhancedFrom: 30, maximumFrom: 60, denyFrom: 85 },
};
const erased = { logId: 1, erasureLogId: 2 };

function setup() {
  const tee = new FakeTee();
  const time = { ms: 1_000 };
  const pins = memoryPins();
  const drawn: Uint8Array[] = [];
  const client = clientOf(tee, {
    random: (length) => {
      const bytes = randomBytes(length);
      drawn.push(bytes);
      return bytes;
    },
    pins,
    monotonicNowMs: () => time.ms,
  });
  return { tee, client, time, pins, drawn };
}

function clientOf(tee: FakeTee, changes: Partial<TeeClientOptions> = {}): TeeClient {
  return new TeeClient({
    prover: PROVER,
    transport: tee,
    engine: nobleEngine,
    random: randomBytes,
    pins: memoryPins(),
    expected: MEASUREMENTS,
    monotonicNowMs: () => 0,
    ...changes,
  });
}

async function connected() {
  const all = setup();
  await all.client.connect();
  return all;
}

async function failureOf(work: Promise<unknown>): Promise<InvokeError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof InvokeError) return error;
  throw new Error('expected an InvokeError', { cause: error });
}

describe('connecting', () => {
  it('attests, opens a session and pins what it saw', async () => {
    const { client, pins } = setup();
    expect(client.attestation).toBeUndefined();
    const view = await client.connect();
    expect(client.attestation).toEqual(view);
    expect(client.session).toBeDefined();
    expect(await pins.load()).toMatchObject({ deviceIdentity: view.deviceIdentity });
  });

  it('sends the session secret beside the JSON, never inside it, and wipes it in the end', async () => {
    const { client, tee, drawn } = await connected();
    const [secret, ...others] = tee.opening?.frame.secrets ?? [];
    if (secret === undefined) throw new Error('no secret was sent');
    expect(others).toEqual([]);
    expect(tee.opening?.json).not.toContain(bytesToBase64Url(secret));
    expect(tee.opening?.json).not.toContain(bytesToHex(secret));
    const own = drawn.find((bytes) => equalBytes(bytes, secret));
    expect(own).toHaveLength(32);
    await client.disconnect();
    expect(own).toEqual(new Uint8Array(32));
  });

  it('pins at first use only', async () => {
    const { client, pins } = setup();
    let saved = 0;
    const save = pins.save.bind(pins);
    pins.save = (pin) => {
      saved += 1;
      return save(pin);
    };
    await client.connect();
    await client.connect();
    expect(saved).toBe(1);
  });

  it('refuses to invoke without a session', async () => {
    const { client } = setup();
    await expect(client.invoke('GET_STATUS', {})).rejects.toMatchObject({
      code: 'BAD_STATE',
      reason: 'no-session',
    });
    await client.attest();
    await expect(client.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'no-session' });
  });

  it('tries once more when the TEE restarts between attestation and session', async () => {
    const { client, tee } = setup();
    const invoke = tee.invoke.bind(tee);
    tee.invoke = (envelope) => {
      tee.invoke = invoke;
      tee.reboot();
      return invoke(envelope);
    };
    const view = await client.connect();
    expect(view.bootId).toBe(client.attestation?.bootId);
    expect(client.session).toBeDefined();
    expect(tee.attestations).toBe(2);
  });

  it('keeps the session it has when opening another one fails', async () => {
    const { client, tee } = await connected();
    tee.fail = { error: new TeeError('BUSY', 'tee-queue-full', 'COMMS'), when: 'before' };
    await expect(client.connect()).rejects.toMatchObject({ code: 'BUSY' });
    tee.fail = undefined;
    tee.handle = () => ({ code: 'SUCCESS', body: { rows: [], damaged: [], total: 0 } });
    await client.invoke('LIST_RISK_LOGS', { limit: 1 });
    expect(tee.opened).toHaveLength(1);
  });

  it('closes the session at the TEE and forgets it', async () => {
    const { client, tee } = await connected();
    await client.disconnect();
    expect(tee.opened.map(({ body }) => body.command)).toEqual(['CLOSE_SESSION']);
    expect(client.session).toBeUndefined();
    await client.disconnect();
    expect(tee.opened).toHaveLength(1);
  });

  it('shares one attestation between callers who ask at the same time', async () => {
    const { client, tee } = setup();
    await Promise.all([client.attest(), client.attest(), client.attest()]);
    expect(tee.attestations).toBe(1);
    await client.attest();
    expect(tee.attestations).toBe(2);
  });
});

describe('a request', () => {
  it('carries command, params and features, the session, and TEE time by the monotonic clock', async () => {
    const { client, tee, time } = await connected();
    tee.handle = () => ({ code: 'SUCCESS', body: assessed });
    time.ms += 2_500.7;
    const { result } = await client.invoke('ASSESS_PAYMENT', { payment }, { features, operationId });
    expect(result).toEqual(assessed);
    const body = tee.opened[0]?.body;
    expect(body).toMatchObject({ command: 'ASSESS_PAYMENT', params: { payment }, features, operationId });
    expect(body?.issuedAtMs).toBe(tee.teeTimeMs + 2_500);
  });

  it('draws an operation id for state changes only', async () => {
    const { client, tee } = await connected();
    tee.handle = ({ body }) => ({
      code: 'SUCCESS',
      body: body.command === 'ERASE_FEATURES' ? erased : { rows: [], damaged: [], total: 0 },
    });
    await client.invoke('ERASE_FEATURES', { logId: 1 });
    await client.invoke('LIST_RISK_LOGS', { limit: 1 }, { operationId });
    expect(tee.opened[0]?.body.operationId).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(tee.opened[1]?.body.operationId).toBeUndefined();
  });

  it('never repeats a nonce, an iv or a wrapped key, however many run at once', async () => {
    const { client, tee } = await connected();
    tee.handle = () => ({ code: 'SUCCESS', body: { rows: [], damaged: [], total: 0 } });
    await Promise.all(Array.from({ length: 20 }, () => client.invoke('LIST_RISK_LOGS', { limit: 1 })));
    const seen = tee.envelopes.map((text) => JSON.parse(text) as Record<string, string>);
    for (const field of ['wrappedKey', 'iv', 'ciphertext', 'tag']) {
      expect(new Set(seen.map((envelope) => envelope[field])).size).toBe(seen.length);
    }
    const nonces = tee.opened.map(({ json }) => (JSON.parse(json) as { nonce: string }).nonce);
    expect(new Set(nonces).size).toBe(20);
  });

  it('leaves no session key behind', async () => {
    const { client, tee, drawn } = await connected();
    tee.handle = () => ({ code: 'SUCCESS', body: erased });
    drawn.length = 0;
    await client.invoke('ERASE_FEATURES', { logId: 1 });
    // Session key, nonce, iv and operation id are 16 bytes each; only the key is wiped.
    expect(drawn.filter((bytes) => bytes.length === 16 && bytes.every((byte) => byte === 0))).toHaveLength(1);
  });

  it.each(['answered', 'refused', 'lost'])('leaves no derived key behind when it is %s', async (end) => {
    const tee = new FakeTee();
    const used: Uint8Array[] = [];
    const engine: CryptoEngine = {
      ...nobleEngine,
      sm4: (key) => {
        used.push(key);
        return nobleEngine.sm4(key);
      },
    };
    const client = clientOf(tee, { engine });
    await client.connect();
    if (end === 'answered') tee.handle = () => ({ code: 'SUCCESS', body: erased });
    if (end === 'refused') tee.handle = () => ({ code: 'ITEM_NOT_FOUND' });
    if (end === 'lost') tee.fail = { error: new TeeError('TIMEOUT', 'tee-slow', 'COMMS'), when: 'after' };
    used.length = 0;
    await client.invoke('ERASE_FEATURES', { logId: 1 }).catch(() => undefined);
    expect(used).toHaveLength(end === 'lost' ? 1 : 2);
    for (const key of used) expect(key).toEqual(new Uint8Array(16));
  });

  it('tells what happened, in the order of S1', async () => {
    const { client, tee } = await connected();
    tee.handle = () => ({ code: 'SUCCESS', body: assessed });
    tee.lies = { driverContext: '{"channelId":"a"}' };
    const { exchange } = await client.invoke('ASSESS_PAYMENT', { payment }, { operationId });
    expect(exchange.steps.map(({ side, step }) => `${side} ${step}`)).toEqual([
      'client session-key',
      'client wrap-key',
      'client seal-request',
      'transport carry',
      'tee unwrap-key',
      'tee store',
      'client verify-answer',
      'client open-answer',
    ]);
    expect(exchange.steps[0]?.sizeBytes).toBe(16);
    expect(exchange.steps[1]?.sizeBytes).toBe(113);
    expect(exchange.steps[3]?.sizeBytes).toBe(exchange.envelope.length);
    expect(exchange).toMatchObject({
      command: 'ASSESS_PAYMENT',
      operationId,
      code: 'SUCCESS',
      driverContext: '{"channelId":"a"}',
      envelope: tee.envelopes.at(-1),
    });
    expect(exchange.requestDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('that is too large is not sent', async () => {
    const { client, tee } = await connected();
    const sent = tee.envelopes.length;
    const note = 'n'.repeat(MAX_ENVELOPE_BYTES);
    const error = await failureOf(client.invoke('ASSESS_PAYMENT', { payment: { ...payment, note } }));
    expect(error).toMatchObject({ code: 'EXCESS_DATA', reason: 'too-large', origin: 'API' });
    expect(error.unknownOperation).toBeUndefined();
    expect(tee.envelopes).toHaveLength(sent);
  });

  it('that the TEE refuses throws its code, with the signed exchange', async () => {
    const { client, tee } = await connected();
    tee.handle = () => ({ code: 'ITEM_NOT_FOUND', reason: 'unknown-log-row' });
    const error = await failureOf(client.invoke('ERASE_FEATURES', { logId: 9 }, { operationId }));
    expect(error).toMatchObject({ code: 'ITEM_NOT_FOUND', reason: 'unknown-log-row', origin: 'TRUSTED_APP' });
    expect(error.exchange).toMatchObject({ code: 'ITEM_NOT_FOUND', reason: 'unknown-log-row' });
    expect(error.unknownOperation).toBeUndefined();
    expect(client.session).toBeDefined();
  });

  it('ends the local session when the TEE no longer knows it', async () => {
    const { client, tee } = await connected();
    tee.handle = () => ({ code: 'ACCESS_DENIED', reason: 'no-session' });
    await failureOf(client.invoke('GET_STATUS', {}));
    expect(client.session).toBeUndefined();
  });
});

describe('time and epochs', () => {
  it.each(['stale', 'from-the-future'] as const)(
    'a signed "%s" is cured by attesting, once',
    async (reason) => {
      const { client, tee } = await connected();
      let refusals = 1;
      tee.handle = () => (refusals-- > 0 ? { code: 'SECURITY', reason } : { code: 'SUCCESS', body: erased });
      const { result } = await client.invoke('ERASE_FEATURES', { logId: 1 }, { operationId });
      expect(result).toEqual(erased);
      expect(tee.attestations).toBe(2);
      expect(tee.opened.map(({ body }) => body.operationId)).toEqual([operationId, operationId]);
    },
  );

  it('an epoch that rolled over is attested anew, transparently', async () => {
    const { client, tee } = await connected();
    tee.handle = () => ({ code: 'SUCCESS', body: erased });
    tee.rollEpoch();
    const many = [1, 2, 3].map((logId) => client.invoke('ERASE_FEATURES', { logId }));
    await Promise.all(many);
    expect(tee.attestations).toBe(2);
  });

  it('gives up when a fresh attestation does not help', async () => {
    const { client, tee } = await connected();
    tee.handle = () => ({ code: 'SECURITY', reason: 'stale' });
    const error = await failureOf(client.invoke('GET_STATUS', {}));
    expect(error).toMatchObject({ code: 'SECURITY', reason: 'stale' });
    expect(tee.opened).toHaveLength(2);
  });

  it('does not attest on an unsigned refusal, whoever sends it', async () => {
    const { client, tee } = await connected();
    tee.fail = { error: new TeeError('NOT_SUPPORTED', 'unknown-key', 'TEE'), when: 'before' };
    await failureOf(client.invoke('GET_STATUS', {}));
    expect(tee.attestations).toBe(1);
  });
});

describe('a TEE that dies', () => {
  it('ends the session; the outcome of a state change is unknown until it is asked for', async () => {
    const { client, tee } = await connected();
    tee.fail = { error: new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS'), when: 'after' };
    const error = await failureOf(client.invoke('ASSESS_PAYMENT', { payment }));
    expect(error).toMatchObject({ code: 'TARGET_DEAD', reason: 'tee-stopped', origin: 'COMMS' });
    expect(error.unknownOperation).toBe(tee.opened[0]?.body.operationId);
    expect(client.session).toBeUndefined();

    tee.fail = undefined;
    tee.reboot();
    await client.connect();
    tee.handle = () => ({
      code: 'SUCCESS',
      body: { outcome: 'committed', command: 'ASSESS_PAYMENT', result: JSON.stringify(assessed) },
    });
    const outcome = await client.findOutcome(error.unknownOperation ?? operationId);
    expect(outcome).toEqual({ outcome: 'committed', command: 'ASSESS_PAYMENT', result: assessed });
  });

  it('leaves no doubt about what changes nothing', async () => {
    const { client, tee } = await connected();
    tee.fail = { error: new TeeError('TIMEOUT', 'tee-slow', 'COMMS'), when: 'before' };
    const error = await failureOf(client.invoke('GET_STATUS', {}));
    expect(error).toMatchObject({ code: 'TIMEOUT', unknownOperation: undefined });
    expect(client.session).toBeDefined();
  });

  it('and came back unnoticed: TARGET_DEAD, no session, nothing opened silently', async () => {
    const { client, tee } = await connected();
    const before = client.attestation?.bootId;
    tee.reboot();
    // The new boot has neither the channel key nor the session: it answers "unknown key", signed anew.
    const error = await failureOf(client.invoke('ASSESS_PAYMENT', { payment }, { operationId }));
    expect(error).toMatchObject({ code: 'TARGET_DEAD', reason: 'tee-stopped', origin: 'API' });
    expect(error.unknownOperation).toBe(operationId);
    expect(client.session).toBeUndefined();
    expect(client.attestation?.bootId).not.toBe(before);
    await expect(client.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'no-session' });
    await client.connect();
    tee.handle = () => ({ code: 'SUCCESS', body: { outcome: 'unknown' } });
    expect(await client.findOutcome(operationId)).toEqual({ outcome: 'unknown' });
  });

  it('anything else that the transport throws is GENERIC, from COMMS', async () => {
    const { client, tee } = await connected();
    tee.fail = { error: new Error('pipe with secrets in its message'), when: 'before' };
    const error = await failureOf(client.invoke('GET_STATUS', {}));
    expect(error).toMatchObject({ code: 'GENERIC', origin: 'COMMS', reason: 'internal' });
    expect(error.message).not.toContain('pipe');
  });
});

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
