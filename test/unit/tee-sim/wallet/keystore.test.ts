import { ethers } from 'ethers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { addressOfKey } from '../../../../tee-sim/wallet/account-key.ts';
import { openKeystore, writeKeystore } from '../../../../tee-sim/wallet/keystore.ts';
import { deriveKeystoreKey } from '../../../../tee-sim/wallet/keystore-kdf.ts';
import { toHex } from '../../../../tee-sim/wallet/uint.ts';
import { KEYSTORE_FORMAT, NOT_A_KEY, refusalOfAsync, TOO_LARGE } from './refusal.ts';

const QUIET = { report: () => {}, cancelled: () => false };
const KEY = new Uint8Array(32).fill(0x11);
const PASSWORD = utf8ToBytes('correct horse');

/** A cheap keystore by another hand. */
const foreign = JSON.parse(
  ethers.encryptKeystoreJsonSync({ address: addressOfKey(KEY), privateKey: toHex(KEY) }, 'correct horse', {
    scrypt: { N: 16, r: 8, p: 1 },
  }),
) as { Crypto: Record<string, unknown>; address: string; version: number };
const open = (value: unknown, password = PASSWORD): Promise<Uint8Array> =>
  openKeystore(utf8ToBytes(typeof value === 'string' ? value : JSON.stringify(value)), password, QUIET);
const withCrypto = (change: Record<string, unknown>): unknown => ({
  ...foreign,
  Crypto: { ...foreign.Crypto, ...change },
});
const withParams = (change: Record<string, unknown>): unknown =>
  withCrypto({ kdfparams: { ...(foreign.Crypto['kdfparams'] as object), ...change } });

it('opens what ethers wrote, under either spelling of crypto', async () => {
  expect(await open(foreign)).toEqual(KEY);
  const { Crypto, ...rest } = foreign;
  expect(await open({ ...rest, crypto: Crypto })).toEqual(KEY);
});

it('writes what ethers opens, telling how far it is', async () => {
  const told: number[] = [];
  const text = await writeKeystore(KEY, PASSWORD, randomBytes, {
    report: (fraction) => told.push(fraction),
    cancelled: () => false,
  });
  const opened = ethers.decryptKeystoreJsonSync(text, 'correct horse');
  expect(opened).toEqual({ address: addressOfKey(KEY), privateKey: toHex(KEY) });
  expect(told.length).toBeGreaterThan(100);
  expect(told.at(-1)).toBe(1);
  expect(told.every((fraction, i) => i === 0 || fraction >= (told[i - 1] ?? 0))).toBe(true);
});

it('stops when cancelled, in either derivation', async () => {
  let asked = 0;
  const progress = { report: () => {}, cancelled: () => ++asked > 3 };
  expect(await refusalOfAsync(() => writeKeystore(KEY, PASSWORD, randomBytes, progress))).toBe('CANCEL');
  asked = 0;
  const slow = { kind: 'pbkdf2', salt: new Uint8Array(32), rounds: 1 << 20 } as const;
  expect(await refusalOfAsync(() => deriveKeystoreKey(slow, PASSWORD, progress))).toBe('CANCEL');
});

it('hears a cancel that comes while it works', async () => {
  const cases = [
    { kind: 'scrypt', salt: new Uint8Array(32), n: 2 ** 17, r: 8, p: 4 },
    { kind: 'pbkdf2', salt: new Uint8Array(32), rounds: 1 << 20 },
  ] as const;
  for (const kdf of cases) {
    let cancelled = false;
    setTimeout(() => {
      cancelled = true;
    }, 50);
    const progress = { report: () => {}, cancelled: () => cancelled };
    expect(await refusalOfAsync(() => deriveKeystoreKey(kdf, PASSWORD, progress))).toBe('CANCEL');
  }
});

it('derives as another PBKDF2 does', async () => {
  const input = fc.record({
    password: fc.uint8Array({ maxLength: 100 }),
    salt: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    rounds: fc.integer({ min: 1, max: 50 }),
  });
  await fc.assert(
    fc.asyncProperty(input, async ({ password, salt, rounds }) => {
      const derived = await deriveKeystoreKey({ kind: 'pbkdf2', salt, rounds }, password, QUIET);
      expect(toHex(derived)).toBe(ethers.pbkdf2(password, salt, rounds, 32, 'sha256'));
    }),
    { numRuns: 100 },
  );
});

it('answers a wrong password and a changed file alike', async () => {
  expect(await refusalOfAsync(() => open(foreign, utf8ToBytes('wrong')))).toBe('MAC_INVALID');
  for (const change of [{ ciphertext: '00'.repeat(32) }, { mac: '00'.repeat(32) }]) {
    expect(await refusalOfAsync(() => open(withCrypto(change)))).toBe('MAC_INVALID');
  }
  expect(await refusalOfAsync(() => open(withParams({ salt: '00'.repeat(32) })))).toBe('MAC_INVALID');
});

it('refuses a key that belongs to another address, as after a changed iv', async () => {
  expect(await refusalOfAsync(() => open({ ...foreign, address: `${'0'.repeat(39)}1` }))).toBe(
    'ACCESS_CONFLICT',
  );
  expect(await refusalOfAsync(() => open(withCrypto({ cipherparams: { iv: '00'.repeat(16) } })))).toBe(
    'ACCESS_CONFLICT',
  );
});

it.each([
  ['no JSON', 'nonsense'],
  ['an array', []],
  ['version 1', { ...foreign, version: 1 }],
  ['a version as text', { ...foreign, version: '3' }],
  ['no crypto', { version: 3 }],
  ['another cipher', withCrypto({ cipher: 'aes-128-cbc' })],
  ['another derivation', withCrypto({ kdf: 'argon2id' })],
  ['a short ciphertext', withCrypto({ ciphertext: '00'.repeat(31) })],
  ['an empty iv', withCrypto({ cipherparams: { iv: '' } })],
  ['an odd iv', withCrypto({ cipherparams: { iv: '0'.repeat(31) } })],
  ['another key length', withParams({ dklen: 16 })],
  ['n that is no power of two', withParams({ n: 1000 })],
  ['n of one', withParams({ n: 1 })],
  ['a negative r', withParams({ r: -8 })],
  ['a fractional p', withParams({ p: 1.5 })],
  ['no salt', withParams({ salt: '' })],
  ['an address of another length', { ...foreign, address: '00' }],
])('refuses %s', async (_, value) => {
  expect(await refusalOfAsync(() => open(value))).toBe(KEYSTORE_FORMAT);
});

it.each([
  ['memory', withParams({ n: 2 ** 20 })],
  ['work', withParams({ n: 2 ** 18, p: 3 })],
  ['at one go, over many blocks', withParams({ n: 2, r: 1, p: 2 ** 11 })],
  ['at one go, over wide ones', withParams({ n: 2, r: 2 ** 11, p: 1 })],
  [
    'rounds',
    withCrypto({ kdf: 'pbkdf2', kdfparams: { dklen: 32, c: 2 ** 20 + 1, prf: 'hmac-sha256', salt: '00' } }),
  ],
])('refuses too much %s', async (_, value) => {
  expect(await refusalOfAsync(() => open(value))).toBe('EXCESS_DATA: keystore-too-costly');
});

it('refuses too large a file, and to write what is no key', async () => {
  const large = { ...foreign, padding: 'x'.repeat(20_000) };
  expect(await refusalOfAsync(() => open(large))).toBe(TOO_LARGE);
  const zero = new Uint8Array(32);
  expect(await refusalOfAsync(() => writeKeystore(zero, PASSWORD, randomBytes, QUIET))).toBe(NOT_A_KEY);
});
