import { ethers } from 'ethers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import type { TestSession } from '../../../helpers/seal-request.ts';
import { JUNK_ACCOUNTS, JUNK_KEY } from '../../../helpers/wallets.ts';
import { Device, type Person, refused } from './device.ts';

const MINUTE_MS = 60_000;

/** What ethers writes; the cost is N of scrypt. */
function keystore(n: number, password = 'correct horse'): Record<string, unknown> {
  const account = { address: JUNK_ACCOUNTS[0], privateKey: ethers.hexlify(JUNK_KEY) };
  return JSON.parse(
    ethers.encryptKeystoreJsonSync(account, password, { scrypt: { N: n, r: 8, p: 1 } }),
  ) as Record<string, unknown>;
}

const QUICK = keystore(1_024);
/** Some hundred milliseconds: many turns of the event loop. */
const SLOW = keystore(65_536);

let device: Device;
let owner: Person;
beforeAll(() => {
  device = new Device();
});
beforeEach(() => {
  owner = { ...device.owner, session: device.tee.login(device.tee.openSession(), device.owner.user) };
});
afterAll(() => device.tee.dispose());

const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
beforeAll(() => process.on('unhandledRejection', note));
afterAll(() => {
  process.off('unhandledRejection', note);
});
afterEach(async () => {
  await turns(3);
  expect(unhandled).toEqual([]);
});

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

function open(file: unknown, { by = owner, password = 'correct horse' } = {}) {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  return device.plain('OPEN_KEYSTORE', { file: text }, { secrets: [utf8ToBytes(password)], by });
}

type State = { state: string; fraction?: number; address?: string; reason?: string };
const state = (by = owner) => device.plain('GET_KEYSTORE', {}, { by }).body as State;
const importIt = (by = owner) => device.plain('IMPORT_KEYSTORE', { name: ' from geth ' }, { by });

async function settled(by = owner): Promise<State> {
  while (state(by).state === 'opening') await turns(1);
  return state(by);
}

test('a keystore is opened, imported as a wallet of one account, and then forgotten', async () => {
  expect(state()).toEqual({ state: 'none' });
  expect(open(QUICK).body).toEqual({});
  expect(await settled()).toEqual({ state: 'opened', address: JUNK_ACCOUNTS[0] });
  const answer = importIt();
  expect(answer.body).toMatchObject({ account: { index: 0, address: JUNK_ACCOUNTS[0] } });
  expect(state()).toEqual({ state: 'none' });
  expect(refused(importIt())).toBe('BAD_STATE no-keystore');
  const { walletId } = answer.body as { walletId: string };
  const exported = device.maximum('EXPORT_KEY', { walletId, account: 0 }, { by: owner });
  expect(exported.secrets).toEqual([JUNK_KEY]);
  expect(device.plain('GET_WALLET', { walletId }, { by: owner }).body).toMatchObject({
    wallet: { name: 'from geth', source: 'key', imported: true },
  });
  device.maximum('DELETE_WALLET', { walletId }, { by: owner });
});

test('the TEE answers others while it opens one, and tells how far it is', async () => {
  open(SLOW);
  const fractions: number[] = [];
  while (state().state === 'opening') {
    fractions.push(state().fraction ?? -1);
    expect(device.plain('GET_STATUS', {}, { by: owner }).code).toBe('SUCCESS');
    expect(refused(importIt())).toBe('BAD_STATE no-keystore');
    await turns(1);
  }
  expect(fractions.length).toBeGreaterThan(3);
  expect(fractions.some((fraction) => fraction > 0 && fraction < 1)).toBe(true);
  expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
  expect(state()).toMatchObject({ state: 'opened' });
});

describe('an opening ends', () => {
  test('when it is cancelled, before and after it is done', async () => {
    for (const wait of [0, 2, 1_000]) {
      open(QUICK);
      if (wait === 1_000) await settled();
      else await turns(wait);
      expect(device.plain('CANCEL_KEYSTORE', {}, { by: owner }).code).toBe('SUCCESS');
      expect(state()).toEqual({ state: 'none' });
      await turns(20);
      expect(state()).toEqual({ state: 'none' });
      expect(refused(importIt())).toBe('BAD_STATE no-keystore');
    }
    expect(device.plain('CANCEL_KEYSTORE', {}, { by: owner }).code).toBe('SUCCESS');
  });

  test.each([
    ['locked', (session: TestSession) => device.tee.mustCall('LOCK_SESSION', {}, { session })],
    ['logged in anew', () => undefined],
  ])('when the session is %s', async (_, end) => {
    open(SLOW);
    await turns(5);
    end(owner.session);
    const again = { ...owner, session: device.tee.login(owner.session, owner.user) };
    await turns(20);
    expect(state(again)).toEqual({ state: 'none' });
    expect(refused(importIt(again))).toBe('BAD_STATE no-keystore');
  });

  test('when another one begins', async () => {
    open(SLOW);
    await turns(2);
    open(keystore(1_024, 'another'), { password: 'another' });
    expect(await settled()).toMatchObject({ state: 'opened' });
  });

  test('15 minutes after it began', async () => {
    open(QUICK);
    await settled();
    device.tee.advance(14 * MINUTE_MS);
    expect(state()).toMatchObject({ state: 'opened' });
    device.tee.advance(MINUTE_MS);
    expect(state()).toEqual({ state: 'none' });
  });

  test('when the TEE does', async () => {
    open(SLOW);
    await turns(5);
    device.tee.shutDown();
    await turns(20);
    device.tee.boot();
  });
});

test('two sessions open one after the other, and neither sees the other’s', async () => {
  const other = { ...owner, session: device.tee.login(device.tee.openSession(), owner.user) };
  open(SLOW);
  open(QUICK, { by: other, password: 'wrong' });
  await turns(3);
  expect(state(other)).toEqual({ state: 'opening', fraction: 0 });
  expect(await settled()).toMatchObject({ state: 'opened' });
  expect(await settled(other)).toEqual({ state: 'failed', reason: 'wrong-password' });
  expect(state()).toMatchObject({ state: 'opened' });
});

describe('what cannot be opened', () => {
  const crypto = QUICK['Crypto'] as Record<string, unknown>;
  test.each([
    ['a wrong password', QUICK, 'wrong', 'wrong-password'],
    [
      'changed bytes',
      { ...QUICK, Crypto: { ...crypto, ciphertext: 'ab'.repeat(32) } },
      undefined,
      'wrong-password',
    ],
    ['another address', { ...QUICK, address: JUNK_ACCOUNTS[1].slice(2) }, undefined, 'other-address'],
  ])('for %s says so, and imports nothing', async (_, file, password, reason) => {
    open(file, password === undefined ? {} : { password });
    expect(await settled()).toEqual({ state: 'failed', reason });
    expect(refused(importIt())).toBe('BAD_STATE no-keystore');
  });

  test('for a key that is none says that it is damaged', async () => {
    const zero = await zeroKeystore();
    open(zero);
    expect(await settled()).toEqual({ state: 'failed', reason: 'damaged' });
  });

  const params = (change: object) => ({
    ...QUICK,
    Crypto: { ...crypto, kdfparams: { ...(crypto['kdfparams'] as object), ...change } },
  });
  test.each([
    ['no JSON', '{"version":3', 'BAD_FORMAT keystore-format'],
    ['another version', { ...QUICK, version: 1 }, 'BAD_FORMAT keystore-format'],
    ['no crypto', { ...QUICK, Crypto: undefined }, 'BAD_FORMAT keystore-format'],
    [
      'an unknown cipher',
      { ...QUICK, Crypto: { ...crypto, cipher: 'aes-256-cbc' } },
      'BAD_FORMAT keystore-format',
    ],
    [
      'a short ciphertext',
      { ...QUICK, Crypto: { ...crypto, ciphertext: 'ab' } },
      'BAD_FORMAT keystore-format',
    ],
    ['an N that is no power of two', params({ n: 1_000 }), 'BAD_FORMAT keystore-format'],
    ['costs that would stall the TEE', params({ n: 2 ** 30 }), 'EXCESS_DATA keystore-too-costly'],
    ['too long a file', ' '.repeat(16_385), 'BAD_PARAMETERS malformed'],
  ])('is refused at once for %s, and what is opening goes on', async (_, file, code) => {
    open(QUICK);
    expect(refused(open(file))).toBe(code);
    expect(await settled()).toMatchObject({ state: 'opened' });
  });
});

/** The key 0 under the same password: only its MAC is right. */
async function zeroKeystore(): Promise<unknown> {
  const { createCipheriv, scryptSync } = await import('node:crypto');
  const [salt, iv] = [Buffer.alloc(32, 7), Buffer.alloc(16, 9)];
  const derived = scryptSync('correct horse', salt, 32, { N: 16, r: 8, p: 1 });
  const ciphertext = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv).update(Buffer.alloc(32));
  const mac = ethers.keccak256(Buffer.concat([derived.subarray(16), ciphertext])).slice(2);
  return {
    version: 3,
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: iv.toString('hex') },
      ciphertext: ciphertext.toString('hex'),
      kdf: 'scrypt',
      kdfparams: { dklen: 32, n: 16, r: 8, p: 1, salt: salt.toString('hex') },
      mac,
    },
  };
}
