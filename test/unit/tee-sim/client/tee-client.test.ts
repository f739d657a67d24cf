// What a client sends, and what it makes of the answers.
import { describe, expect, it } from 'vitest';
import type { CryptoEngine } from '../../../../tee-sim/crypto/engine.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { bytesToBase64Url, bytesToHex, equalBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { MAX_ENVELOPE_BYTES } from '../../../../tee-sim/protocol/envelope.ts';
import {
  assessed,
  clientOf,
  connected,
  erased,
  failureOf,
  features,
  operationId,
  payment,
  setup,
} from './client-fixture.ts';
import { FakeTee } from './fake-tee.ts';

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
