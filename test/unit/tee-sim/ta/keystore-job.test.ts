import { ethers } from 'ethers';
import { afterEach, expect, test, vi } from 'vitest';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { KeystoreJob, KeystoreQueue } from '../../../../tee-sim/ta/keystore-job.ts';
import * as keystores from '../../../../tee-sim/wallet/keystore.ts';
import { JUNK_ACCOUNTS, JUNK_KEY } from '../../../helpers/wallets.ts';

const FILE = utf8ToBytes(
  ethers.encryptKeystoreJsonSync(
    { address: JUNK_ACCOUNTS[0], privateKey: ethers.hexlify(JUNK_KEY) },
    'correct horse',
    { scrypt: { N: 1_024, r: 8, p: 1 } },
  ),
);

afterEach(() => vi.restoreAllMocks());

/** Sees the buffers that a job hands on and gets. */
function watch() {
  const seen: Uint8Array[] = [];
  const real = keystores.openKeystore;
  vi.spyOn(keystores, 'openKeystore').mockImplementation(async (file, password, progress) => {
    seen.push(password);
    const key = await real(file, password, progress);
    seen.push(key);
    return key;
  });
  return seen;
}

const wiped = (bytes: Uint8Array | undefined) => bytes?.every((byte) => byte === 0) === true;

test('a job keeps a copy of the password until it is done, and the key until it is wiped', async () => {
  const seen = watch();
  const password = utf8ToBytes('correct horse');
  const job = new KeystoreJob(FILE, password);
  password.fill(0);
  await job.run();
  const [copy, key] = seen;
  expect(job.state).toEqual({ state: 'opened', address: JUNK_ACCOUNTS[0] });
  expect(wiped(copy)).toBe(true);
  const kept = job.key;
  expect(kept).toEqual(JUNK_KEY);
  job.wipe();
  expect([key, kept].map(wiped)).toEqual([true, true]);
  expect(job.key).toBeUndefined();
});

test('a job that is wiped while it works zeroes its password at once, and what the last piece brings', async () => {
  const seen = watch();
  const early = new KeystoreJob(FILE, utf8ToBytes('correct horse'));
  const done = early.run();
  early.wipe();
  expect(wiped(seen[0])).toBe(true);
  await done;
  expect(early.key).toBeUndefined();

  // The derivation is over and the key opened, when nobody waits any more.
  const late = new KeystoreJob(FILE, utf8ToBytes('correct horse'));
  const key = JUNK_KEY.slice();
  vi.spyOn(keystores, 'openKeystore').mockImplementation(async () => {
    late.wipe();
    return key;
  });
  await late.run();
  expect(wiped(key)).toBe(true);
  expect(late.key).toBeUndefined();
});

test('a job that is wiped tells the derivation to end, and not before', async () => {
  const asked: boolean[] = [];
  const job = new KeystoreJob(FILE, utf8ToBytes('correct horse'));
  vi.spyOn(keystores, 'openKeystore').mockImplementation(async (_file, _password, progress) => {
    asked.push(progress.cancelled());
    progress.report(0.25);
    expect(job.state).toEqual({ state: 'opening', fraction: 0.25 });
    job.wipe();
    asked.push(progress.cancelled());
    throw new TeeError('CANCEL');
  });
  await job.run();
  expect(asked).toEqual([false, true]);
});

test('a job never rejects, whatever goes wrong', async () => {
  vi.spyOn(keystores, 'openKeystore').mockRejectedValue(new RangeError('out of memory'));
  const job = new KeystoreJob(FILE, utf8ToBytes('correct horse'));
  await expect(job.run()).resolves.toBeUndefined();
  expect(job.state).toEqual({ state: 'failed', reason: 'damaged' });
});

test('a queue runs one job at a time, and passes over those that are wiped', async () => {
  let running = 0;
  let most = 0;
  const opened = vi.spyOn(keystores, 'openKeystore').mockImplementation(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    return JUNK_KEY.slice();
  });
  const before = opened.mock.calls.length;
  const queue = new KeystoreQueue();
  const jobs = [1, 2, 3].map(() => queue.open(FILE, utf8ToBytes('correct horse')));
  jobs[1]?.wipe();
  await vi.waitFor(() => expect(jobs[2]?.state.state).toBe('opened'));
  expect(most).toBe(1);
  expect(opened.mock.calls.length - before).toBe(2);
});
