// The device owner at a `TeeClient` of tests and benches: registered, logged in, and logged in again.
import type { TeeClient } from '../../tee-sim/client/tee-client.ts';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { fromBase32, TestUser } from './test-user.ts';

/** Connects to a device without an owner, registers one and logs them in. */
export async function connectOwner(
  client: TeeClient,
  { name = 'Ada', password = 'correct horse battery' } = {},
): Promise<TestUser> {
  await client.connect();
  const { result: prepared } = await client.invoke('PREPARE_FACTORS', { name });
  const { recoveryCodes, recoveryWords, wordsToCheck } = prepared;
  const oneTimeSecret = fromBase32(prepared.oneTimeCodeSecret);
  const owner = new TestUser({ name, password, oneTimeSecret, recoveryCodes, recoveryWords });
  const checkedWords = wordsToCheck.map((place) => recoveryWords[place] ?? '');
  const params = { name, oneTimeCode: owner.nextCode(Date.now()), checkedWords };
  const { result } = await client.invoke('REGISTER_OWNER', params, { secrets: [utf8ToBytes(password)] });
  owner.userId = result.userId;
  await login(client, owner);
  return owner;
}

/** Connects anew, as after the TEE restarted, and logs in. */
export async function reconnect(client: TeeClient, user: TestUser): Promise<void> {
  await client.connect();
  await login(client, user);
}

async function login(client: TeeClient, user: TestUser): Promise<void> {
  const { factors, passwords } = user.proof(0, 'password');
  await client.login(factors, passwords);
}
