// How requests reach a TEE and answers come back: by id, in time, bounded.
import { describe, expect, it, vi } from 'vitest';
import { MAX_WAITING } from '../../../main/tee-requests.ts';
import { createDriver, logged, ready, signed, tee } from './driver-fixture.ts';

describe('requests', () => {
  it('are answered by id, in any order', async () => {
    const driver = await ready();
    const timers = vi.getTimerCount();
    const first = driver.invoke('one', { channelId: 'test' });
    const second = driver.invoke('two');
    const [a, b] = tee().sent.slice(1);
    expect(a).toMatchObject({ type: 'invoke', envelope: 'one', driverContext: { channelId: 'test' } });
    expect(b).toEqual({ type: 'invoke', id: b?.id, envelope: 'two' });
    tee().say({ type: 'answer', id: b?.id, ok: true, value: { ...signed, payload: 'B' } });
    tee().say({ type: 'answer', id: a?.id, ok: true, value: { ...signed, payload: 'A' } });
    await expect(first).resolves.toMatchObject({ payload: 'A' });
    await expect(second).resolves.toMatchObject({ payload: 'B' });
    expect(vi.getTimerCount()).toBe(timers);
  });

  it('pass the failure that the TEE answered', async () => {
    const driver = await ready();
    const attested = driver.attest(new Uint8Array(32));
    const error = { code: 'BUSY', origin: 'TEE', reason: 'nonce-cache-full' };
    tee().say({ type: 'answer', id: tee().last('attest').id, ok: false, error });
    await expect(attested).rejects.toMatchObject(error);
  });

  it.each([
    ['of another shape', { ok: true, value: { payload: 1 } }],
    ['without a value', { ok: true, value: undefined }],
    ['with a code outside the list', { ok: false, error: { code: 'MADE_UP', origin: 'TEE' } }],
    ['with a reason outside the list', { ok: false, error: { code: 'BUSY', origin: 'TEE', reason: 'x' } }],
    ['that claims success as failure', { ok: false, error: { code: 'SUCCESS', origin: 'TEE' } }],
  ])('refuse an answer %s', async (_, answer) => {
    const driver = await ready();
    const invoked = driver.invoke('{}');
    tee().say({ type: 'answer', id: tee().last('invoke').id, ...answer });
    await expect(invoked).rejects.toMatchObject({
      code: 'COMMUNICATION',
      origin: 'COMMS',
      reason: 'answer-mismatch',
    });
  });

  it.each([
    ['nothing', undefined],
    ['text', 'booted'],
    ['an unknown type', { type: 'hello' }],
    ['a fractional id', { type: 'answer', id: 1.5, ok: true, value: signed }],
    ['an extra field', { type: 'answer', id: 1, ok: true, value: signed, more: 1 }],
    ['an id never given', { type: 'answer', id: 99, ok: true, value: signed }],
    ['a second boot', { type: 'booted' }],
    ['a change of mind', { type: 'unattested', code: 'SECURITY', reason: 'internal' }],
  ])('are not disturbed by %s from the TEE', async (_, message) => {
    const driver = await ready();
    const invoked = driver.invoke('{}');
    tee().say(message);
    expect(driver.status.state).toBe('ready');
    expect(logged.at(-1)?.[0]).toBe('tee-message-ignored');
    tee().answer('invoke', signed);
    await expect(invoked).resolves.toEqual(signed);
  });

  it('ignore a second answer to the same id', async () => {
    const driver = await ready();
    const invoked = driver.invoke('{}');
    tee().answer('invoke', signed);
    tee().answer('invoke', { ...signed, payload: 'second' });
    await expect(invoked).resolves.toEqual(signed);
    expect(logged.at(-1)).toEqual(['tee-message-ignored', { name: 'stray' }]);
  });

  it('time out, and ignore the late answer', async () => {
    const driver = await ready();
    const invoked = driver.invoke('{}');
    const refused = expect(invoked).rejects.toMatchObject({
      code: 'TIMEOUT',
      origin: 'COMMS',
      reason: 'tee-slow',
    });
    vi.advanceTimersByTime(1_000);
    await refused;
    tee().answer('invoke', signed);
    expect(logged.at(-1)).toEqual(['tee-message-ignored', { name: 'stray' }]);
  });

  it('are bounded, and the bound frees itself', async () => {
    const driver = await ready();
    const waiting = Array.from({ length: MAX_WAITING }, () => driver.invoke('{}'));
    await expect(driver.invoke('{}')).rejects.toMatchObject({
      code: 'BUSY',
      origin: 'COMMS',
      reason: 'tee-queue-full',
    });
    expect(tee().sent).toHaveLength(1 + MAX_WAITING);
    for (const { id } of tee().sent.slice(1)) tee().say({ type: 'answer', id, ok: true, value: signed });
    await expect(Promise.all(waiting)).resolves.toHaveLength(MAX_WAITING);
    const next = driver.invoke('{}');
    tee().answer('invoke', signed);
    await expect(next).resolves.toEqual(signed);
  });

  it('are refused while no TEE runs', async () => {
    const driver = createDriver();
    await expect(driver.invoke('{}')).rejects.toMatchObject({
      code: 'TARGET_DEAD',
      origin: 'COMMS',
      reason: 'tee-stopped',
    });
  });
});
