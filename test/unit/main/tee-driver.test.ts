// How a TEE is started, and one that cannot boot properly.
import { rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { noMasterKey } from '../../../main/master-key.ts';
import { measureFile } from '../../../main/measure.ts';
import {
  bundlePath,
  clientMeasurement,
  createDriver,
  folder,
  keys,
  logged,
  ready,
  states,
  tee,
  tees,
} from './driver-fixture.ts';
import { FakeTee, until } from './fake-tee.ts';

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
