// How a TEE ends and the next one begins: death, stop, restart, and what each is told.
import { describe, expect, it, vi } from 'vitest';
import { MAX_WAITING } from '../../../main/tee-requests.ts';
import type { TeeStatus } from '../../../preload/contract.ts';
import { createDriver, keys, ready, signed, states, tee, tees } from './driver-fixture.ts';
import { until } from './fake-tee.ts';

describe('death', () => {
  it('rejects everything that waits, at once', async () => {
    const driver = await ready();
    const waiting = [driver.invoke('a'), driver.attest(new Uint8Array(32)), driver.invoke('b')];
    const outcomes = Promise.allSettled(waiting);
    tee().exit(null);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'TARGET_DEAD', origin: 'COMMS', reason: 'tee-stopped' },
      });
    }
  });

  it('restarts after 250 ms, doubling, and gives up after the sixth', async () => {
    const driver = await ready();
    const delays: number[] = [];
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      tee().exit(70);
      if (driver.status.state !== 'restarting') throw new Error(driver.status.state);
      expect(driver.status.attempt).toBe(attempt);
      delays.push(driver.status.retryInMs);
      vi.advanceTimersByTime(driver.status.retryInMs - 1);
      expect(driver.status.state).toBe('restarting');
      vi.advanceTimersByTime(1);
      expect(driver.status.state).toBe('starting');
      await until(() => tees.length === attempt + 1);
      tee().say({ type: 'booted' });
    }
    expect(delays).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000]);
    tee().exit(70);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'tee-stopped' });
    vi.advanceTimersByTime(3_600_000);
    expect(tees).toHaveLength(7);
    expect(keys.every((key) => key.every((byte) => byte === 0))).toBe(true);
  });

  it('is forgotten after a minute of life', async () => {
    const driver = await ready();
    tee().exit(1);
    vi.advanceTimersByTime(250);
    await until(() => tees.length === 2);
    tee().say({ type: 'booted' });
    vi.advanceTimersByTime(60_000);
    tee().exit(1);
    expect(driver.status).toEqual({ state: 'restarting', attempt: 1, retryInMs: 250 });
  });

  it('of an earlier TEE does not touch its successor', async () => {
    const driver = await ready();
    const old = tee();
    old.exit(1);
    vi.advanceTimersByTime(250);
    await until(() => tees.length === 2);
    tee().say({ type: 'booted' });
    const invoked = driver.invoke('{}');
    old.say({ type: 'answer', id: tee().last('invoke').id, ok: true, value: { ...signed, payload: 'old' } });
    tee().answer('invoke', signed);
    await expect(invoked).resolves.toEqual(signed);
    expect(driver.status).toEqual({ state: 'ready', starts: 2 });
  });

  it('after giving up, restart tries again from the beginning', async () => {
    const driver = await ready();
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      tee().exit(70);
      vi.advanceTimersByTime(8_000);
      await until(() => tees.length === attempt + 1);
    }
    tee().exit(70);
    const restarted = driver.restart();
    await until(() => tees.length === 8);
    tee().say({ type: 'booted' });
    await restarted;
    expect(driver.status.state).toBe('ready');
    tee().exit(70);
    expect(driver.status).toEqual({ state: 'restarting', attempt: 1, retryInMs: 250 });
  });
});

describe('stop', () => {
  it('lets the TEE answer what it has, then waits for its end', async () => {
    const driver = await ready();
    const invoked = driver.invoke('{}');
    const stopped = driver.stop();
    expect(driver.status).toEqual({ state: 'stopped', reason: 'tee-stopped' });
    await expect(driver.invoke('late')).rejects.toMatchObject({ code: 'TARGET_DEAD' });
    tee().answer('invoke', signed);
    await expect(invoked).resolves.toEqual(signed);
    tee().answer('shutdown', {});
    tee().exit(0);
    await stopped;
    expect(tee().kills).toBe(0);
    vi.advanceTimersByTime(3_600_000);
    expect(tees).toHaveLength(1);
    expect(states.at(-1)).toEqual({ state: 'stopped', reason: 'tee-stopped' });
  });

  it('kills a TEE that does not go, and rejects what waits', async () => {
    const driver = await ready({ requestTimeoutMs: 60_000 });
    const refused = expect(driver.invoke('{}')).rejects.toMatchObject({ code: 'TARGET_DEAD' });
    const stopped = driver.stop();
    vi.advanceTimersByTime(5_000);
    await stopped;
    await refused;
    expect(tee().kills).toBe(1);
  });

  it('abandons one that survives even that', async () => {
    const driver = await ready({ requestTimeoutMs: 60_000 });
    tee().mortal = false;
    const stopped = driver.stop();
    vi.advanceTimersByTime(10_000);
    await stopped;
    const old = tee();
    const started = driver.start();
    await until(() => tees.length === 2);
    old.say({ type: 'booted' });
    expect(driver.status.state).toBe('starting');
    old.exit(0);
    expect(driver.status.state).toBe('starting');
    tee().say({ type: 'booted' });
    await started;
    expect(driver.status).toEqual({ state: 'ready', starts: 2 });
  });

  it('while a start is under way forks nothing and keeps no key', async () => {
    const driver = createDriver();
    const started = driver.start();
    await driver.stop();
    await started;
    await until(() => keys.length === 1 && keys[0]?.every((byte) => byte === 0) === true);
    expect(tees).toHaveLength(0);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'tee-stopped' });
  });

  it('cancels a waiting restart', async () => {
    const driver = await ready();
    tee().exit(1);
    await driver.stop();
    vi.advanceTimersByTime(3_600_000);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'tee-stopped' });
    expect(tees).toHaveLength(1);
  });

  it('is safe twice and without a TEE', async () => {
    const driver = createDriver();
    await Promise.all([driver.stop(), driver.stop()]);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'tee-stopped' });
  });
});

describe('restart', () => {
  it('ends the TEE and starts another, and is never seen as stopped', async () => {
    const driver = await ready();
    states.length = 0;
    const restarted = driver.restart();
    expect(driver.status).toEqual({ state: 'starting' });
    expect(tee(0).last('shutdown')).toBeDefined();
    tee(0).exit(0);
    await until(() => tees.length === 2);
    tee(1).say({ type: 'booted' });
    await restarted;
    expect(driver.status).toEqual({ state: 'ready', starts: 2 });
    expect(states.map(({ state }) => state)).not.toContain('stopped');
  });

  it('does not take what the old TEE still says for the new one', async () => {
    const driver = await ready();
    const restarted = driver.restart();
    tee(0).say({ type: 'booted' });
    expect(driver.status).toEqual({ state: 'starting' });
    await expect(driver.attest(new Uint8Array(32))).rejects.toMatchObject({ code: 'TARGET_DEAD' });
    tee(0).exit(0);
    await until(() => tees.length === 2);
    tee(1).say({ type: 'booted' });
    await restarted;
  });

  it('twice at once starts one TEE', async () => {
    const driver = await ready();
    const both = Promise.all([driver.restart(), driver.restart(), driver.start()]);
    tee(0).exit(0);
    await until(() => tees.length === 2);
    tee(1).say({ type: 'booted' });
    await both;
    expect(tees).toHaveLength(2);
    expect(driver.status).toEqual({ state: 'ready', starts: 2 });
  });

  it('gives way to a stop that comes before the old TEE is gone', async () => {
    const driver = await ready();
    const restarted = driver.restart();
    const stopped = driver.stop();
    tee(0).exit(0);
    await Promise.all([restarted, stopped]);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'tee-stopped' });
    expect(tees).toHaveLength(1);
  });
});

describe('what the TEE is told', () => {
  it('after a TEE that ended unasked: that it did, until one has booted', async () => {
    const driver = await ready();
    tee(0).exit(1);
    vi.advanceTimersByTime(250);
    await until(() => tees.length === 2 && tee(1).boot !== undefined);
    expect(tee(1).boot).toMatchObject({ afterPanic: true });
    tee(1).exit(1);
    vi.advanceTimersByTime(500);
    await until(() => tees.length === 3 && tee(2).boot !== undefined);
    expect(tee(2).boot).toMatchObject({ afterPanic: true });
    tee(2).say({ type: 'booted' });
    const restarted = driver.restart();
    tee(2).exit(0);
    await until(() => tees.length === 4 && tee(3).boot !== undefined);
    expect(tee(3).boot).toMatchObject({ afterPanic: false });
    tee(3).say({ type: 'booted' });
    await restarted;
  });

  it('which client sent a request, and nothing of one where it was the window', async () => {
    const driver = await ready();
    const client = { channelId: 'local-1', measurement: new Uint8Array(32).fill(3) };
    const sent = [driver.invoke('a'), driver.invoke('b', { channelId: 'local-1' }, client)];
    expect(tee().last('invoke')).toMatchObject({
      envelope: 'b',
      driverContext: { channelId: 'local-1' },
      client,
    });
    tee().exit(1);
    expect((await Promise.allSettled(sent)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it.each(['system-lock', 'suspend'] as const)('that the machine is left alone: %s', async (why) => {
    const driver = await ready();
    const locked = driver.lock(why);
    const request = tee().last('lock');
    expect(request).toMatchObject({ why });
    tee().say({ type: 'answer', id: request?.id, ok: true, value: {} });
    await expect(locked).resolves.toBeUndefined();
  });

  it('that the machine is left alone, however many requests wait', async () => {
    const driver = await ready();
    const waiting = Array.from({ length: MAX_WAITING }, () => driver.invoke('x'));
    await expect(driver.invoke('one more')).rejects.toMatchObject({ code: 'BUSY' });
    const locked = driver.lock('system-lock');
    tee().answer('lock', {});
    await expect(locked).resolves.toBeUndefined();
    tee().exit(1);
    await Promise.allSettled(waiting);
  });

  it('nothing at all when there is none: then nobody is logged in either', async () => {
    const driver = await ready();
    tee().exit(1);
    await expect(driver.lock('suspend')).rejects.toMatchObject({ code: 'TARGET_DEAD' });
  });
});

it('a listener that unsubscribed hears nothing more', async () => {
  const driver = createDriver();
  const heard: TeeStatus[] = [];
  driver.onStatus((status) => heard.push(status))();
  await driver.stop();
  expect(heard).toEqual([]);
});
