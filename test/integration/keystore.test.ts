// A keystore in the real TEE's process: it opens in the background, and everyone else is answered meanwhile.
import { ethers } from 'ethers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { connectOwner } from '../helpers/connect-owner.ts';
import { type Harness, startTee } from '../helpers/tee-harness.ts';
import { JUNK_ACCOUNTS, JUNK_KEY } from '../helpers/wallets.ts';

/** As geth writes it, at a quarter of its cost: still far longer than any request. */
const FILE = ethers.encryptKeystoreJsonSync(
  { address: JUNK_ACCOUNTS[0], privateKey: ethers.hexlify(JUNK_KEY) },
  'correct horse',
  { scrypt: { N: 2 ** 16, r: 8, p: 1 } },
);

let harness: Harness;
beforeAll(async () => {
  harness = await startTee();
  await connectOwner(harness.client);
});
afterAll(() => harness.stop());

const begin = () =>
  harness.client.invoke('OPEN_KEYSTORE', { file: FILE }, { secrets: [utf8ToBytes('correct horse')] });
const state = async () => (await harness.client.invoke('GET_KEYSTORE', {})).result;

it('answers others while it opens one of geth’s, and imports what it opened', async () => {
  const other = await harness.newClient();
  await other.connect();
  await begin();
  let answered = 0;
  let now = await state();
  while (now.state === 'opening') {
    await other.attest();
    answered += 1;
    now = await state();
  }
  expect(answered).toBeGreaterThan(3);
  expect(now).toEqual({ state: 'opened', address: JUNK_ACCOUNTS[0] });
  const { result } = await harness.client.invoke('IMPORT_KEYSTORE', { name: 'from geth' });
  expect(result.account).toEqual({ index: 0, address: JUNK_ACCOUNTS[0] });
});

it('goes on when one is given up, by a cancel or with its session, and ends in order', async () => {
  await begin();
  expect((await state()).state).toBe('opening');
  await harness.client.invoke('CANCEL_KEYSTORE', {});
  expect(await state()).toEqual({ state: 'none' });
  await begin();
  await harness.client.lock();
  expect((await harness.client.attest()).simulated).toBe(true);
});
