// SM3, HMAC-SM3 and HKDF-SM3 against every published vector, on both engines.
import { describe, expect, it } from 'vitest';
import type { CryptoEngine } from '../../tee-sim/crypto/engine.ts';
import { hkdfSm3 } from '../../tee-sim/crypto/hkdf.ts';
import { hmacSm3 } from '../../tee-sim/crypto/hmac.ts';
import { bytesToHex, concatBytes, equalBytes, u32be, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../tee-sim/protocol/codes.ts';
import { bothEngines, fromHex } from '../helpers/engines.ts';
import { describeVectors, readVectors } from '../helpers/vectors.ts';

/** OpenSSL writes text in quotes and everything else in hex. */
function openSslBytes(text: string): Uint8Array {
  return text.startsWith('"') ? utf8ToBytes(text.slice(1, -1)) : fromHex(text);
}

describeVectors('SM3 vectors', () => {
  const { arrays } = readVectors<{ arrays: Record<string, string> }>('gm/optee_xtest_sm2_sm3_sm4.json');
  const digests = [
    ...readVectors<{ msg_utf8: string; out: string }[]>('gm/emmansun_sm3.json').map(
      ({ msg_utf8, out }) => [utf8ToBytes(msg_utf8), out] as const,
    ),
    ...readVectors<{ msg: string; digest: string }[]>('gm/gmssl_sm3.json').map(
      ({ msg, digest }) => [fromHex(msg), digest] as const,
    ),
    ...readVectors<{ Digest: string; Input: string; Output: string }[]>('gm/openssl_evpmd_sm3.json')
      .filter(({ Digest }) => Digest === 'SM3')
      .map(({ Input, Output }) => [openSslBytes(Input), Output] as const),
    ...['a1', 'a2'].map(
      (name) =>
        [
          fromHex(arrays[`hash_data_sm3_${name}_in`] ?? ''),
          arrays[`hash_data_sm3_${name}_out`] ?? '',
        ] as const,
    ),
  ];

  it.each(bothEngines)('hold on the %s engine', (_name, engine) => {
    expect(digests.length).toBe(26);
    for (const [message, digest] of digests) {
      expect(bytesToHex(engine.sm3(message))).toBe(digest.toLowerCase());
    }
  });
});

interface WycheproofMac {
  testGroups: { tagSize: number; tests: { key: string; msg: string; tag: string; result: string }[] }[];
}

describeVectors('HMAC-SM3 vectors', () => {
  const { arrays } = readVectors<{ arrays: Record<string, string> }>('gm/optee_xtest_sm2_sm3_sm4.json');
  const macs = [
    ...readVectors<{ Input: string; Key: string; Output: string }[]>('gm/openssl_evpmac_sm3.json').map(
      ({ Input, Key, Output }) => ({ key: openSslBytes(Key), message: openSslBytes(Input), tag: Output }),
    ),
    ...['d31', 'd32'].map((name) => ({
      key: fromHex(arrays[`mac_data_sm3_${name}_key`] ?? ''),
      message: fromHex(arrays[`mac_data_sm3_${name}_in`] ?? ''),
      tag: arrays[`mac_data_sm3_${name}_out`] ?? '',
    })),
  ];
  const { testGroups } = readVectors<WycheproofMac>('wycheproof/hmac_sm3_test.json');

  describe.each(bothEngines)('over the %s engine', (_name, engine) => {
    it('hold', () => {
      expect(macs).toHaveLength(6);
      for (const { key, message, tag } of macs) {
        expect(bytesToHex(hmacSm3(engine, key, message))).toBe(tag.toLowerCase());
      }
    });

    it('of Wycheproof hold, valid and invalid, whole and cut', () => {
      for (const { tagSize, tests } of testGroups) {
        for (const { key, msg, tag, result } of tests) {
          const computed = hmacSm3(engine, fromHex(key), fromHex(msg)).subarray(0, tagSize / 8);
          expect(equalBytes(computed, fromHex(tag))).toBe(result === 'valid');
        }
      }
    });
  });
});

interface Pbkdf2 {
  tcId: number;
  password: string;
  salt: string;
  iterations: number;
  dkLen: number;
  dk: string;
  result: string;
}

describeVectors('PBKDF2 vectors, as chains of HMAC-SM3', () => {
  const valid = readVectors<Pbkdf2[]>('gm/gmssl_pbkdf2_hmac_sm3.json').filter(
    ({ result }) => result === 'TEST_RESULT_VALID',
  );
  /** What each engine does in a few seconds; the reference is about thirty times slower. */
  const budget = { noble: 100_000, 'sm-crypto': 1_000 };

  it.each(bothEngines)('hold over the %s engine', (name, engine) => {
    const affordable = valid.filter(({ iterations }) => iterations <= budget[name]);
    expect(affordable.length).toBeGreaterThan(0);
    for (const { password, salt, iterations, dkLen, dk } of affordable) {
      const derived = pbkdf2(engine, fromHex(password), fromHex(salt), iterations, dkLen);
      expect(bytesToHex(derived)).toBe(dk.toLowerCase());
    }
  });
});

/** RFC 8018 §5.2 */
function pbkdf2(
  engine: CryptoEngine,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) => {
    let u = hmacSm3(engine, password, salt, u32be(i + 1));
    const sum = u.slice();
    for (let iteration = 1; iteration < iterations; iteration += 1) {
      u = hmacSm3(engine, password, u);
      u.forEach((byte, at) => {
        sum[at] = (sum[at] ?? 0) ^ byte;
      });
    }
    return sum;
  });
  return concatBytes(...blocks).subarray(0, length);
}

interface Hkdf {
  ikm: string;
  salt: string;
  info: string;
  size: number;
  okm: string;
  result: string;
}

describeVectors('HKDF-SM3 vectors', () => {
  const vectors = readVectors<Hkdf[]>('gm/gmssl_hkdf_sm3.json');

  it.each(bothEngines)('hold over the %s engine', (_name, engine) => {
    expect(vectors.length).toBeGreaterThanOrEqual(86);
    for (const { ikm, salt, info, size, okm, result } of vectors) {
      const derive = (): Uint8Array => hkdfSm3(engine, fromHex(ikm), fromHex(salt), fromHex(info), size);
      if (result === 'TEST_RESULT_VALID') expect(bytesToHex(derive())).toBe(okm.toLowerCase());
      else expect(derive).toThrow(new TeeError('BAD_PARAMETERS'));
    }
  });
});
