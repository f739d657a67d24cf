// What a client does when its time, its epoch or its TEE is gone.
import { describe, expect, it } from 'vitest';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { assessed, connected, erased, failureOf, operationId, payment } from './client-fixture.ts';

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
