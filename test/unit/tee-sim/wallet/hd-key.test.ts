import { HDKey } from '@scure/bip32';
import { entropyToMnemonic, mnemonicToSeedSync } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { ethers } from 'ethers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hexToBytes, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { addressOfKey } from '../../../../tee-sim/wallet/account-key.ts';
import { deriveAccountKeys, derivePath, entropyToSeed } from '../../../../tee-sim/wallet/hd-key.ts';
import { phraseToEntropy } from '../../../../tee-sim/wallet/phrase.ts';
import { toHex } from '../../../../tee-sim/wallet/uint.ts';
import { MALFORMED, refusalOf, TOO_LARGE } from './refusal.ts';

const NONE = new Uint8Array(0);
const JUNK = 'test test test test test test test test test test test junk';

it('derives the well-known development accounts', () => {
  const seed = entropyToSeed(phraseToEntropy(utf8ToBytes(JUNK)), NONE);
  expect(deriveAccountKeys(seed, [0, 1, 9]).map(addressOfKey)).toEqual([
    '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    '0xa0Ee7A142d267C1f36714E4a8F75612F20a79720',
  ]);
});

it('agrees with the reference libraries on seeds, whatever the passphrase', () => {
  const entropy = fc.constantFrom(16, 32).chain((n) => fc.uint8Array({ minLength: n, maxLength: n }));
  const passphrase = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('パスワード㍍ガバ'));
  fc.assert(
    fc.property(entropy, passphrase, (bytes, text) => {
      const expected = mnemonicToSeedSync(entropyToMnemonic(bytes, wordlist), text);
      expect(entropyToSeed(bytes, utf8ToBytes(text))).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

it('agrees with two libraries on accounts', () => {
  const seed = fc.uint8Array({ minLength: 16, maxLength: 64 });
  fc.assert(
    fc.property(seed, fc.nat({ max: 0x7fffffff }), (bytes, index) => {
      const [key] = deriveAccountKeys(bytes, [index]);
      const path = `m/44'/60'/0'/0/${index}`;
      expect(key).toEqual(HDKey.fromMasterSeed(bytes).derive(path).privateKey);
      if (index % 8 === 0) {
        expect(toHex(key ?? NONE)).toBe(ethers.HDNodeWallet.fromSeed(bytes).derivePath(path).privateKey);
      }
    }),
    { numRuns: 300 },
  );
});

it('leaves the seed as it was', () => {
  const seed = new Uint8Array(64).fill(5);
  deriveAccountKeys(seed, [0]);
  expect(seed).toEqual(new Uint8Array(64).fill(5));
});

it('refuses indices, seeds and passphrases out of range', () => {
  const seed = new Uint8Array(64).fill(1);
  for (const index of [-1, 0.5, 2 ** 31, Number.NaN]) {
    expect(refusalOf(() => deriveAccountKeys(seed, [index]))).toBe(MALFORMED);
  }
  for (const length of [0, 15, 65]) {
    expect(refusalOf(() => derivePath(new Uint8Array(length), []))).toBe(MALFORMED);
  }
  expect(refusalOf(() => entropyToSeed(new Uint8Array(16), hexToBytes('c328')))).toBe(MALFORMED);
  expect(refusalOf(() => entropyToSeed(new Uint8Array(16), new Uint8Array(1025).fill(97)))).toBe(TOO_LARGE);
});
