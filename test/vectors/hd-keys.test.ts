// BIP-39, BIP-32 and keystore v3 against published vectors.
import { expect, it } from 'vitest';
import { hexToBytes, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { addressOfKey, compressedPublicKey, parseRawKey } from '../../tee-sim/wallet/account-key.ts';
import { deriveAccountKeys, derivePath, entropyToSeed } from '../../tee-sim/wallet/hd-key.ts';
import { openKeystore } from '../../tee-sim/wallet/keystore.ts';
import { entropyToPhrase, phraseToEntropy } from '../../tee-sim/wallet/phrase.ts';
import { toHex } from '../../tee-sim/wallet/uint.ts';
import { describeVectors, readVectors } from '../helpers/vectors.ts';
import { refusalOf } from '../unit/tee-sim/wallet/refusal.ts';

const NONE = new Uint8Array(0);

describeVectors('BIP-39 vectors', () => {
  const all = readVectorsOnce<Record<string, [string, string, string, string][]>>(
    'hd/bip39_trezor_vectors.json',
  );

  it('hold in English, 12 and 24 words', () => {
    const ours = (all()['english'] ?? []).filter(([entropy]) => entropy.length !== 48);
    expect(ours.length).toBeGreaterThan(10);
    for (const [entropy, words, seed] of ours) {
      expect(entropyToPhrase(hexToBytes(entropy))).toEqual(utf8ToBytes(words));
      expect(phraseToEntropy(utf8ToBytes(words))).toEqual(hexToBytes(entropy));
      expect(entropyToSeed(hexToBytes(entropy), utf8ToBytes('TREZOR'))).toEqual(hexToBytes(seed));
    }
  });

  it('are refused in every other language and for 18 words', () => {
    let refused = 0;
    for (const [language, vectors] of Object.entries(all())) {
      for (const [entropy, words] of vectors) {
        if (language === 'english' && entropy.length !== 48) continue;
        refused += 1;
        const refusal = refusalOf(() => phraseToEntropy(utf8ToBytes(words)));
        expect(refusal).toMatch(/: (unknown-word|wrong-word-count)$/);
        if (language === 'english') expect(refusal).toBe('BAD_PARAMETERS: wrong-word-count');
      }
    }
    expect(refused).toBeGreaterThan(10);
  });
});

interface Bip32Node {
  seed?: string;
  privKey: string;
  chainCode: string;
  pubKey: string;
}
interface Bip32Case {
  master: Bip32Node;
  children: (Partial<Bip32Node> & { path: string })[];
}

describeVectors('BIP-32 vectors', () => {
  it('hold along every private chain that starts from a seed', () => {
    const { valid } = readVectors<{ valid: Bip32Case[] }>('hd/bip32_bitcoinjs_fixtures.json');
    let nodes = 0;
    for (const { master, children } of valid) {
      const { seed } = master;
      if (seed === undefined) continue;
      for (const node of [{ ...master, path: 'm' }, ...children]) {
        if (node.privKey === undefined) continue;
        const { key, chainCode } = derivePath(hexToBytes(seed), indicesOf(node.path));
        expect(toHex(key)).toBe(`0x${node.privKey}`);
        expect(toHex(compressedPublicKey(key))).toBe(`0x${node.pubKey}`);
        if (node.chainCode !== undefined) expect(toHex(chainCode)).toBe(`0x${node.chainCode}`);
        nodes += 1;
      }
    }
    expect(nodes).toBeGreaterThan(12);
  });
});

function indicesOf(path: string): number[] {
  const steps = path.split('/').slice(1);
  return steps.map((step) => Number.parseInt(step, 10) + (step.endsWith("'") ? 0x80000000 : 0));
}

interface Account {
  privateKey: string;
  address: string;
}

describeVectors('Ethereum account vectors', () => {
  it('hold for the development phrase', () => {
    const { mnemonic, accounts } = readVectors<{ mnemonic: string; accounts: Account[] }>(
      'hd/hardhat_anvil_default_accounts.json',
    );
    const seed = entropyToSeed(phraseToEntropy(utf8ToBytes(mnemonic)), NONE);
    const keys = deriveAccountKeys(
      seed,
      accounts.map((_, i) => i),
    );
    expect(keys.map(toHex)).toEqual(accounts.map(({ privateKey }) => privateKey));
    expect(keys.map(addressOfKey)).toEqual(accounts.map(({ address }) => address));
  });

  it('hold for raw keys', () => {
    const accounts = readVectors<Account[]>('eth/ethers_accounts.json');
    expect(accounts.length).toBeGreaterThan(200);
    for (const { privateKey, address } of accounts) {
      expect(addressOfKey(parseRawKey(utf8ToBytes(privateKey)))).toBe(address);
    }
  });
});

describeVectors('keystore v3 vectors', () => {
  it('open', async () => {
    const cases =
      readVectors<Record<string, { json: unknown; password: string; priv: string }>>('eth/keystore_v3.json');
    expect(Object.keys(cases).length).toBeGreaterThan(3);
    for (const { json, password, priv } of Object.values(cases)) {
      const key = await openKeystore(utf8ToBytes(JSON.stringify(json)), utf8ToBytes(password), {
        report: () => {},
        cancelled: () => false,
      });
      expect(toHex(key)).toBe(`0x${priv}`);
    }
  });
});

function readVectorsOnce<T>(file: string): () => T {
  let held: T | undefined;
  return () => {
    held ??= readVectors<T>(file);
    return held;
  };
}
