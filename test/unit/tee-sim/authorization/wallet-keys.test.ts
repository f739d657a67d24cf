import { describe, expect, test } from 'vitest';
import {
  newWalletKey,
  openSecret,
  sealSecret,
  unwrapWalletKey,
  type WalletSecret,
  wipeSecret,
  wrapWalletKey,
} from '../../../../tee-sim/authorization/wallet-keys.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bothEngines } from '../../../helpers/engines.ts';

const PLACE = { walletId: 'a wallet', generation: 1 };
const phrase = (): WalletSecret => ({
  source: 'phrase',
  entropy: randomBytes(16),
  seed: randomBytes(64),
});

describe.each(bothEngines)('with %s', (_name, engine) => {
  test('a wallet key opens for the user it was wrapped to, and for nobody else', () => {
    const [alice, eve] = [engine.sm2GenerateKeyPair(randomBytes), engine.sm2GenerateKeyPair(randomBytes)];
    const key = newWalletKey(randomBytes);
    const wrapped = wrapWalletKey(engine, randomBytes, alice.publicKey, key);
    expect(wrapped).toHaveLength(113);
    expect(unwrapWalletKey(engine, alice.privateKey, wrapped)).toEqual(key);
    expect(() => unwrapWalletKey(engine, eve.privateKey, wrapped)).toThrow('CORRUPT_OBJECT: damaged-record');
    expect(key.some((byte) => byte !== 0)).toBe(true);
  });

  test.each([
    ['12 words', phrase()],
    ['24 words', { ...phrase(), entropy: randomBytes(32) }],
    ['a single key', { source: 'key', privateKey: randomBytes(32) } as const],
  ])('the secret of %s is sealed and opened, and stays the caller’s', (_, secret) => {
    const key = newWalletKey(randomBytes);
    const before = structuredClone(secret);
    const sealed = sealSecret(engine, randomBytes, key, PLACE, secret);
    expect(secret).toEqual(before);
    const opened = openSecret(engine, key, { walletId: PLACE.walletId, source: secret.source }, sealed);
    expect(opened).toEqual(before);
    wipeSecret(opened);
    expect(Object.values(opened).flatMap((part) => (part instanceof Uint8Array ? [...part] : []))).toSatisfy(
      (bytes: number[]) => bytes.length > 0 && bytes.every((byte) => byte === 0),
    );
  });

  test('a secret opens under its key, as its wallet’s, kind and generation only', () => {
    const key = newWalletKey(randomBytes);
    const sealed = sealSecret(engine, randomBytes, key, PLACE, phrase());
    const place = { walletId: PLACE.walletId, source: 'phrase' } as const;
    const open = (with_: Uint8Array, at: Parameters<typeof openSecret>[2], of: typeof sealed) => () =>
      openSecret(engine, with_, at, of);
    expect(open(key, place, sealed)).not.toThrow();
    const refused = 'CORRUPT_OBJECT: damaged-record';
    expect(open(newWalletKey(randomBytes), place, sealed)).toThrow(refused);
    expect(open(key, { ...place, walletId: 'another' }, sealed)).toThrow(refused);
    expect(open(key, { ...place, source: 'key' }, sealed)).toThrow(refused);
    expect(open(key, place, { ...sealed, generation: 2 })).toThrow(refused);
    const changed = sealed.ciphertext.map((byte, i) => (i === 3 ? byte ^ 1 : byte));
    expect(open(key, place, { ...sealed, ciphertext: changed })).toThrow(refused);
  });

  test('what is sealed shows nothing of the secret, and never looks the same twice', () => {
    const secret = phrase();
    const key = newWalletKey(randomBytes);
    const [one, two] = [0, 1].map(() => sealSecret(engine, randomBytes, key, PLACE, secret).ciphertext);
    expect(one).not.toEqual(two);
  });
});
