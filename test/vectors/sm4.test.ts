// SM4 blocks, CBC built from them, and our counter mode against every published vector, on both engines.
import { describe, expect, it } from 'vitest';
import { sm4Ctr } from '../../tee-sim/crypto/ctr.ts';
import type { CryptoEngine } from '../../tee-sim/crypto/engine.ts';
import { bytesToHex, concatBytes, u32be } from '../../tee-sim/protocol/bytes.ts';
import { bothEngines, fromHex } from '../helpers/engines.ts';
import { describeVectors, readVectors } from '../helpers/vectors.ts';

interface Vector {
  key: Uint8Array;
  iv: Uint8Array;
  plaintext: Uint8Array;
  ciphertext: string;
}

function vector(key: string, iv: string, plaintext: string, ciphertext: string): Vector {
  return {
    key: fromHex(key),
    iv: fromHex(iv),
    plaintext: fromHex(plaintext),
    ciphertext: ciphertext.toLowerCase(),
  };
}

interface EvpCipher {
  Cipher: string;
  Key: string;
  IV?: string;
  Plaintext: string;
  Ciphertext: string;
}

function openSsl(mode: string): Vector[] {
  return readVectors<EvpCipher[]>('gm/openssl_evpciph_sm4.json')
    .filter(({ Cipher }) => Cipher === `SM4-${mode}`)
    .map(({ Key, IV, Plaintext, Ciphertext }) => vector(Key, IV ?? '', Plaintext, Ciphertext));
}

function opTee(mode: string, names: string[]): Vector[] {
  const { arrays } = readVectors<{ arrays: Record<string, string> }>('gm/optee_xtest_sm2_sm3_sm4.json');
  return names.map((name) => {
    const part = (kind: string): string => arrays[`ciph_data_sm4_${mode}_${name}_${kind}`] ?? '';
    return vector(part('key'), part('iv'), part('in'), part('out'));
  });
}

interface KeyIvText {
  key: string;
  iv: string;
  pt: string;
  ct: string;
}

function gmSsl(file: string): Vector[] {
  return readVectors<KeyIvText[]>(file).map(({ key, iv, pt, ct }) => vector(key, iv, pt, ct));
}

describeVectors('SM4 block vectors', () => {
  const { arrays } = readVectors<{ arrays: Record<string, string> }>('gm/optee_xtest_sm2_sm3_sm4.json');
  const blocks =
    readVectors<{ key: string; pt: string; ct: string; iterations?: number }[]>('gm/gmssl_sm4_block.json');
  const single = [
    ...openSsl('ECB'),
    ...blocks
      .filter(({ iterations }) => iterations === undefined)
      .map(({ key, pt, ct }) => vector(key, '', pt, ct)),
    vector(
      arrays['ciph_data_sm4_key1'] ?? '',
      '',
      arrays['ciph_data_sm4_in1'] ?? '',
      arrays['ciph_data_sm4_ecb_nopad_out1'] ?? '',
    ),
  ];

  it.each(bothEngines)('hold on the %s engine, both ways', (_name, engine) => {
    expect(single.length).toBeGreaterThanOrEqual(3);
    for (const { key, plaintext, ciphertext } of single) {
      const data = plaintext.slice();
      engine.sm4(key).encryptBlocks(data);
      expect(bytesToHex(data)).toBe(ciphertext);
      engine.sm4(key).decryptBlocks(data);
      expect(data).toEqual(plaintext);
    }
  });
});

describeVectors('SM4-CBC vectors', () => {
  const vectors = [...openSsl('CBC'), ...gmSsl('gm/gmssl_sm4_cbc.json'), ...opTee('cbc', ['a221', 'a222'])];

  it.each(bothEngines)('hold over the blocks of the %s engine', (_name, engine) => {
    expect(vectors.length).toBeGreaterThanOrEqual(6);
    for (const { key, iv, plaintext, ciphertext } of vectors) {
      expect(bytesToHex(encryptCbc(engine, key, iv, plaintext))).toBe(ciphertext);
    }
  });
});

/** NIST SP 800-38A §6.2, without padding. */
function encryptCbc(
  engine: CryptoEngine,
  key: Uint8Array,
  iv: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const cipher = engine.sm4(key);
  const blocks: Uint8Array[] = [];
  let last = iv;
  for (let offset = 0; offset < plaintext.length; offset += 16) {
    const before = last;
    last = plaintext.slice(offset, offset + 16).map((byte, i) => byte ^ (before[i] ?? 0));
    cipher.encryptBlocks(last);
    blocks.push(last);
  }
  return concatBytes(...blocks);
}

describeVectors('SM4-CTR vectors', () => {
  const vectors = [
    ...openSsl('CTR'),
    ...gmSsl('gm/gmssl_sm4_ctr.json'),
    ...gmSsl('gm/emmansun_sm4_ctr.json'),
    ...opTee('ctr', ['a251', 'a252']),
  ];

  it.each(bothEngines)('hold over the %s engine, both ways', (_name, engine) => {
    expect(vectors.length).toBeGreaterThanOrEqual(15);
    for (const { key, iv, plaintext, ciphertext } of vectors) {
      expect(bytesToHex(sm4Ctr(engine, key, iv, plaintext))).toBe(ciphertext);
      expect(sm4Ctr(engine, key, iv, fromHex(ciphertext))).toEqual(plaintext);
    }
  });
});

interface WycheproofAead {
  testGroups: {
    ivSize: number;
    tests: { key: string; iv: string; msg: string; ct: string; result: string }[];
  }[];
}

describeVectors('SM4-GCM vectors, their counter mode', () => {
  const wycheproof = readVectors<WycheproofAead>('wycheproof/sm4_gcm_test.json')
    .testGroups.filter(({ ivSize }) => ivSize === 96)
    .flatMap(({ tests }) => tests)
    .filter(({ result }) => result === 'valid')
    .map(({ key, iv, msg, ct }) => vector(key, iv, msg, ct));
  const emmansun = readVectors<{ key: string; nonce: string; pt: string; ct_tag: string }[]>(
    'gm/emmansun_sm4_gcm.json',
  )
    .filter(({ nonce }) => nonce.length === 24)
    .map(({ key, nonce, pt, ct_tag }) => vector(key, nonce, pt, ct_tag.slice(0, pt.length)));
  const vectors = [...openSsl('GCM'), ...wycheproof, ...emmansun];

  describe.each(bothEngines)('over the %s engine', (_name, engine) => {
    it('hold: GCM encrypts from counter 2 on', () => {
      expect(vectors.length).toBeGreaterThanOrEqual(60);
      for (const { key, iv, plaintext, ciphertext } of vectors) {
        const counter = concatBytes(iv, u32be(2));
        expect(bytesToHex(sm4Ctr(engine, key, counter, plaintext))).toBe(ciphertext);
      }
    });
  });
});
