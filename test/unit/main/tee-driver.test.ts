import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogEvent, LogFields } from '../../../main/log-entry.ts';
import { noMasterKey } from '../../../main/master-key.ts';
import { measureFile } from '../../../main/measure.ts';
import { TeeDriver, type TeeDriverOptions } from '../../../main/tee-driver.ts';
import { MAX_WAITING } from '../../../main/tee-requests.ts';
import type { TeeStatus } from '../../../preload/contract.ts';
import { FakeTee, fakeFork, until } from './fake-tee.ts';

const signed = { payload: '{}', signature: 'A'.repeat(86) };
const clientMeasurement = new Uint8Array(32).fill(7);

let folder: string;
let bundlePath: string;
let tees: FakeTee[];
let states: TeeStatus[];
let keys: Uint8Array[];
let logged: [LogEvent, LogFields | undefined][];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  folder = await mkdtemp(join(tmpdir(), 'airaccount-driver-'));
  bundlePath = join(folder, 'tee.cjs');
  await writeFile(bundlePath, 'the bundle');
  states = [];
  keys = [];
  logged = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

function createDriver(options: Partial<TeeDriverOptions> = {}): TeeDriver {
  const fake = fakeFork();
  tees = fake.tees;
  const driver = new TeeDriver({
    forkTee: fake.forkTee,
    bundlePath,
    clientMeasurement,
    dataDir: join(folder, 'tee'),
    loadMasterKey: async () => {
      const key = new Uint8Array(32).fill(42);
      keys.push(key);
      return { key, source: 'ephemeral' };
    },
    engine: 'noble',
    recordSuite: 2,
    log: (event, fields) => logged.push([event, fields]),
    requestTimeoutMs: 1_000,
    ...options,
  });
  driver.onStatus((status) => states.push(status));
  return driver;
}

function tee(index = tees.length - 1): FakeTee {
  const found = tees[index];
  if (found === undefined) throw new Error('nothing was forked');
  return found;
}

async function ready(options?: Partial<TeeDriverOptions>): Promise<TeeDriver> {
  const driver = createDriver(options);
  const started = driver.start();
  await until(() => tees.length === 1);
  tee().say({ type: 'booted' });
  await started;
  return driver;
}

describe('start', () => {
  it('boots with measurements and key, and is ready only when the TEE says so', async () => {
    const driver = createDriver({ clockOffsetMs: 5 });
    const started = driver.start();
    await until(() => tees.length === 1);
    expect(driver.status).toEqual({ state: 'starting' });
    expect(tee().boot).toEqual({
      type: 'boot',
      dataDir: join(folder, 'tee'),
      masterKey: new Uint8Array(32).fill(42),
      masterKeySource: 'ephemeral',
      measurements: { tee: await measureFile(bundlePath), client: clientMeasurement },
      engine: 'noble',
      recordSuite: 2,
      clockOffsetMs: 5,
      afterPanic: false,
    });
    tee().say({ type: 'booted' });
    await started;
    expect(states).toEqual([{ state: 'starting' }, { state: 'ready', starts: 1 }]);
  });

  it('wipes its copy of the master key after posting it', async () => {
    await ready();
    expect(keys).toEqual([new Uint8Array(32)]);
  });

  it('wipes the master key also when nothing could be forked', async () => {
    const driver = createDriver({
      forkTee: () => {
        throw new Error('no processes left');
      },
    });
    await driver.start();
    expect(keys).toEqual([new Uint8Array(32)]);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'internal' });
  });

  it('starts one TEE however often it is asked', async () => {
    const driver = await ready();
    await Promise.all([driver.start(), driver.start()]);
    expect(tees).toHaveLength(1);
  });

  it('does not fork a bundle that is not the expected one', async () => {
    const driver = createDriver({ expectedTeeMeasurement: new Uint8Array(32) });
    await driver.start();
    expect(tees).toHaveLength(0);
    expect(keys).toHaveLength(0);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'attestation-measurement' });
    expect(logged).toContainEqual([
      'tee-start-failed',
      expect.objectContaining({ code: 'SECURITY', reason: 'attestation-measurement' }),
    ]);
  });

  it('forks the expected bundle, and not the one that replaced it before a restart', async () => {
    const driver = await ready({ expectedTeeMeasurement: await measureFile(bundlePath) });
    await writeFile(bundlePath, 'another bundle');
    tee().exit(1);
    vi.advanceTimersByTime(250);
    await driver.start();
    expect(tees).toHaveLength(1);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'attestation-measurement' });
  });

  it.each([
    ['replaced', () => writeFileSync(bundlePath, 'another bundle')],
    ['taken away', () => rmSync(bundlePath)],
  ])('gives no key to a TEE whose bundle was %s while it was started, and ends it', async (_, change) => {
    const forked: FakeTee[] = [];
    const driver = createDriver({
      forkTee: () => {
        const started = new FakeTee();
        forked.push(started);
        change();
        return started;
      },
    });
    await driver.start();
    expect(forked).toMatchObject([{ sent: [], kills: 1 }]);
    expect(keys).toEqual([new Uint8Array(32)]);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'attestation-measurement' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives no key to a TEE that is stopped, or dies, while its bundle is measured again', async () => {
    const forked: FakeTee[] = [];
    let after = (_: FakeTee): void => undefined;
    const driver = createDriver({
      forkTee: () => {
        const started = new FakeTee();
        forked.push(started);
        queueMicrotask(() => after(started));
        return started;
      },
    });
    after = (started) => started.exit(1);
    void driver.start();
    await until(() => driver.status.state === 'restarting');
    after = () => void driver.stop();
    vi.advanceTimersByTime(250);
    await until(() => forked[1]?.kills === 1);
    await driver.stop();
    expect(forked.flatMap(({ sent }) => sent.filter(({ type }) => type === 'boot'))).toEqual([]);
    expect(keys).toEqual([new Uint8Array(32), new Uint8Array(32)]);
    expect(driver.status).toEqual({ state: 'stopped', reason: 'tee-stopped' });
  });

  it('says when the bundle is missing', async () => {
    const driver = createDriver({ bundlePath: join(folder, 'missing') });
    await driver.start();
    expect(driver.status).toEqual({ state: 'stopped', reason: 'bundle-missing' });
  });

  it('shows a missing master key as unattested, without a process', async () => {
    const driver = createDriver({ loadMasterKey: () => Promise.reject(noMasterKey('BAD_FORMAT')) });
    await driver.start();
    expect(tees).toHaveLength(0);
    expect(driver.status).toEqual({ state: 'unattested', code: 'BAD_FORMAT', reason: 'no-master-key' });
    await expect(driver.invoke('{}')).rejects.toMatchObject({ code: 'TARGET_DEAD', reason: 'tee-stopped' });
  });

  it('kills a TEE that never says it booted, and tries again', async () => {
    const driver = createDriver();
    void driver.start();
    await until(() => tees.length === 1);
    vi.advanceTimersByTime(30_000);
    expect(tee().kills).toBe(1);
    expect(driver.status).toEqual({ state: 'restarting', attempt: 1, retryInMs: 250 });
  });
});

describe('an unattested TEE', () => {
  it('stays up, answers, and exports', async () => {
    const driver = createDriver();
    const started = driver.start();
    await until(() => tees.length === 1);
    tee().say({ type: 'unattested', code: 'MAC_INVALID', reason: 'wrong-master-key' });
    await started;
    expect(driver.status).toEqual({ state: 'unattested', code: 'MAC_INVALID', reason: 'wrong-master-key' });
    vi.advanceTimersByTime(3_600_000);
    expect(tee().kills).toBe(0);
    const exported = driver.exportFiles('/somewhere');
    expect(tee().last('export')).toMatchObject({ targetDir: '/somewhere' });
    tee().answer('export', { files: ['head'] });
    await expect(exported).resolves.toEqual(['head']);
  });

  it('says nothing that is not in the closed lists', async () => {
    const driver = createDriver();
    const started = driver.start();
    await until(() => tees.length === 1);
    tee().say({ type: 'unattested', code: 'MADE_UP', reason: 'the key is 1234' });
    await started;
    expect(driver.status).toEqual({ state: 'unattested', code: 'GENERIC', reason: 'internal' });
  });

  it('that could not even start has its files copied by the driver', async () => {
    const driver = createDriver({
      dataDir: folder,
      loadMasterKey: () => Promise.reject(noMasterKey('NO_DATA')),
    });
    await driver.start();
    const target = join(folder, 'export');
    await expect(driver.exportFiles(target)).resolves.toEqual(['tee.cjs']);
    expect(await readdir(target)).toEqual(['tee.cjs']);
    expect(await readFile(join(target, 'tee.cjs'), 'utf8')).toBe('the bundle');
  });
});

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
    states = [];
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
