// What is left in the memory of a real TEE process of phrases, seeds and keys, once it was locked. Linux only, where a
// process of the same user may be read; elsewhere it says that it was skipped.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { argon2idKdf } from '../../tee-sim/authorization/password.ts';
import { unwrapWalletKey } from '../../tee-sim/authorization/wallet-keys.ts';
import type { TeeClient } from '../../tee-sim/client/tee-client.ts';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import type { WalletId } from '../../tee-sim/protocol/bindings.ts';
import { base64UrlToBytes, bytesToUtf8, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { entropyToPhrase, newEntropy } from '../../tee-sim/wallet/phrase.ts';
import { connectOwner } from '../helpers/connect-owner.ts';
import {
  findInMemory,
  type Needle,
  scannedBytes,
  spellings,
  textSpellings,
  whyUnreadable,
} from '../helpers/process-memory.ts';
import { transferOf } from '../helpers/signing.ts';
import { type Harness, startTee } from '../helpers/tee-harness.ts';
import type { TestUser } from '../helpers/test-user.ts';
import { secretsOf } from './signing-device.ts';
import { recordsOf, stealFolder, userKeyOf, withStorage } from './stolen-device.ts';

const skipped = whyUnreadable();
if (skipped !== undefined) console.warn(`the memory scan is skipped: ${skipped}`);

const PASSPHRASE = 'drum solo on a quiet sunday';
/** The engine then moves what it may move long before it must, and leaves behind what was not wiped in time. */
const COLLECTS_OFTEN = '--stress-scavenge=20';
const RECIPIENT = `0x${'1'.repeat(40)}`;

let harness: Harness;
let client: TeeClient;
let owner: TestUser;
let pid: number;
const needles: Needle[] = [];
const wallets: WalletId[] = [];

beforeAll(async () => {
  if (skipped !== undefined) return;
  harness = await startTee({ nodeFlags: [COLLECTS_OFTEN] });
  ({ client } = harness);
  owner = await connectOwner(client);
  pid = harness.teeProcess().pid ?? 0;
});
afterAll(() => harness?.stop());

function addPhrase(name: string, phrase: string, passphrase: string): void {
  const { entropy, seed, parents, keys } = secretsOf(phrase, passphrase);
  needles.push(
    ...parents.flatMap(({ key, chainCode }, depth) => [
      ...spellings(`${name}: parent key at depth ${depth}`, key),
      ...spellings(`${name}: chain code at depth ${depth}`, chainCode),
    ]),
    ...textSpellings(`${name}: phrase`, phrase),
    ...spellings(`${name}: entropy`, entropy),
    ...spellings(`${name}: seed`, seed),
    ...keys.flatMap((key, i) => spellings(`${name}: key ${i}`, key)),
  );
}

async function create(): Promise<void> {
  const { result, secrets } = await client.invoke('PREPARE_WALLET', { words: 24 });
  const phrase = bytesToUtf8(secrets[0] ?? new Uint8Array(0));
  const words = phrase.split(' ');
  const checkedWords = result.wordsToCheck.map((place) => words[place] ?? '');
  const options = { secrets: [utf8ToBytes(PASSPHRASE)] };
  const made = await client.invoke('CREATE_WALLET', { name: 'created', checkedWords }, options);
  wallets.push(made.result.walletId);
  addPhrase('created', phrase, PASSPHRASE);
}

async function importAll(): Promise<void> {
  const phrase = bytesToUtf8(entropyToPhrase(newEntropy(12, randomBytes)));
  const secrets = [utf8ToBytes(phrase), utf8ToBytes(PASSPHRASE)];
  const imported = await client.invoke('IMPORT_PHRASE', { name: 'imported' }, { secrets });
  addPhrase('imported', phrase, PASSPHRASE);
  const key = randomBytes(32);
  const single = await client.invoke('IMPORT_KEY', { name: 'key' }, { secrets: [key] });
  needles.push(...spellings('single: key', key), ...textSpellings('passphrase', PASSPHRASE));
  wallets.push(imported.result.walletId, single.result.walletId);
}

async function signWith(walletId: WalletId): Promise<void> {
  const payment = { walletId, account: 0, transaction: transferOf(RECIPIENT, '1') };
  const { reviewId } = (await client.invoke('PREPARE_TRANSACTION', payment)).result;
  await client.invoke('SIGN_TRANSACTION', { walletId, reviewId });
  const text = { walletId, account: 0, message: { kind: 'text', text: 'hello' } } as const;
  const message = (await client.invoke('PREPARE_MESSAGE', text)).result;
  await client.invoke('SIGN_MESSAGE', { walletId, reviewId: message.reviewId });
}

async function exportAll(): Promise<void> {
  const [created, imported, single] = wallets;
  if (created === undefined || imported === undefined || single === undefined) throw new Error('unreachable');
  const proof = () => owner.proof(Date.now(), 'password', 'recovery-code');
  for (const walletId of [created, imported]) {
    await client.invoke('EXPORT_PHRASE', { walletId }, { proof: proof() });
  }
  for (const walletId of [imported, single]) {
    await client.invoke('EXPORT_KEY', { walletId, account: 0 }, { proof: proof() });
  }
}

/** Out of a copy of its files and the owner's password, so that the TEE itself is not asked. */
function addWalletKeys(): void {
  const { folder, dispose } = stealFolder(harness.dataDir);
  try {
    withStorage(folder, harness.masterKey, (storage) => {
      const userKey = userKeyOf(storage, owner, argon2idKdf);
      needles.push(...spellings('owner: SM2 key', userKey));
      const bindings = recordsOf<{ walletKey: string }>(storage, 'bindings');
      for (const [i, { walletKey }] of bindings.entries()) {
        const key = unwrapWalletKey(nobleEngine, userKey, base64UrlToBytes(walletKey));
        needles.push(...spellings(`wallet key ${i}`, key));
      }
    });
  } finally {
    dispose();
  }
}

/** Names of what lies there. */
function found(): string[] {
  return [...findInMemory(pid, needles).keys()].sort();
}

describe.skipIf(skipped !== undefined)('in the memory of a TEE', () => {
  test('keys in use are found while it is unlocked, and no phrase or seed: the scan finds what is there', async () => {
    await create();
    await importAll();
    for (const walletId of wallets) await signWith(walletId);
    await exportAll();
    addWalletKeys();
    expect(scannedBytes(pid)).toBeGreaterThan(10_000_000);
    const inUse = ['created: key 0', 'imported: key 0', 'single: key', 'owner: SM2 key'];
    expect(found()).toEqual(expect.arrayContaining(inUse.map((name) => `${name}, raw`)));
  });

  test('nothing is found once it is locked', async () => {
    await client.lock();
    expect(found()).toEqual([]);
  });

  test('nor after it was unlocked, had signed, and its session ended', async () => {
    const { factors, passwords } = owner.proof(Date.now(), 'password');
    await client.login(factors, passwords);
    for (const walletId of wallets) await signWith(walletId);
    expect(found()).toContain('single: key, raw');
    await client.disconnect();
    expect(found()).toEqual([]);
  });
});
