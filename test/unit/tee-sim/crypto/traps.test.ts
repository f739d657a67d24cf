// The functional traps seen in GM libraries for JavaScript (timing ones are benches). Where the reference library
// has the trap, a test shows it first, so that we notice when it goes away; then that our interface does not.
import { createHmac } from 'node:crypto';
import smCrypto from 'sm-crypto';
import { describe, expect, it, vi } from 'vitest';
import { sealAead } from '../../../../tee-sim/crypto/aead.ts';
import { hmacSm3 } from '../../../../tee-sim/crypto/hmac.ts';
import { toBytes32, toScalar } from '../../../../tee-sim/crypto/scalars.ts';
import { sm2Group } from '../../../../tee-sim/crypto/sm2-group.ts';
import { SM2_PARAMETERS } from '../../../../tee-sim/crypto/sm2-parameters.ts';
import { bytesToHex, concatBytes, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { bothEngines, fixedRandom, nobleEngine, seededRandom } from '../../../helpers/engines.ts';

const { n } = SM2_PARAMETERS;
const random = seededRandom('traps');
const KEYS = nobleEngine.sm2GenerateKeyPair(random);
const MESSAGE = utf8ToBytes('pay 1 wei');

describe('trap: a mode that is not known silently becomes ECB', () => {
  const twoEqualBlocks = new Uint8Array(32).fill(1);

  it('is in the library', () => {
    const key = new Array(16).fill(2);
    const gcm = smCrypto.sm4.encrypt(twoEqualBlocks, key, { mode: 'gcm', output: 'array' });
    expect(gcm).toEqual(smCrypto.sm4.encrypt(twoEqualBlocks, key, { output: 'array' }));
  });

  it.each(bothEngines)(
    'is not in ours over %s: no mode to choose, and equal blocks do not show',
    (_name, engine) => {
      const keys = { encKey: random(16), macKey: random(32) };
      const { ciphertext } = sealAead(engine, keys, random(16), twoEqualBlocks, new Uint8Array(0));
      expect(ciphertext.subarray(0, 16)).not.toEqual(ciphertext.subarray(16));
    },
  );
});

describe('trap: without hashing, a signature for anyone’s key can be made without the private key', () => {
  // Any s and t give (x₁, y₁) = [s]G + [t]P, r = t − s, and the digest e = r − x₁ that they sign.
  const [s, t] = [toScalar(random(32)) % n, toScalar(random(32)) % n];
  const x1 = toScalar(sm2Group.multiplyBoth(toBytes32(s), toBytes32(t), KEYS.publicKey).subarray(1, 33));
  const r = (t - s + n) % n;
  const digest = toBytes32((((r - x1) % n) + n) % n);
  const forged = concatBytes(toBytes32(r), toBytes32(s));

  it('is in the library', () => {
    const verify = (hash: boolean): boolean =>
      smCrypto.sm2.doVerifySignature(digest, bytesToHex(forged), bytesToHex(KEYS.publicKey), { hash });
    expect(verify(false)).toBe(true);
    expect(verify(true)).toBe(false);
  });

  it.each(bothEngines)('is not in %s: it hashes Z and message always', (_name, engine) => {
    expect(engine.sm2Verify(KEYS.publicKey, digest, forged)).toBe(false);
  });
});

describe('trap: randomness from a generator of the library’s own', () => {
  it.each(bothEngines)(
    'is not in keys and signatures of %s: they are what the randomness passed in makes them',
    (_name, engine) => {
      const [d, k] = [random(32), random(32)];
      const make = (): string => {
        const { privateKey } = engine.sm2GenerateKeyPair(fixedRandom(d));
        return bytesToHex(engine.sm2Sign(privateKey, MESSAGE, fixedRandom(k)));
      };
      expect(make()).toBe(make());
    },
  );

  it('is not in encryption by the default engine', () => {
    const k = random(32);
    const make = (): string => bytesToHex(nobleEngine.sm2Encrypt(KEYS.publicKey, MESSAGE, fixedRandom(k)));
    expect(make()).toBe(make());
  });

  it('is in encryption by the reference engine, which is why it never wraps a key in normal use', () => {
    const never = vi.fn<(length: number) => Uint8Array>();
    const [, reference] = bothEngines[1] ?? [];
    reference?.sm2Encrypt(KEYS.publicKey, MESSAGE, never);
    expect(never).not.toHaveBeenCalled();
  });
});

describe('trap: bad padding accepted', () => {
  it('is in the library', () => {
    const key = new Array(16).fill(2);
    const block = smCrypto.sm4.encrypt(new Uint8Array(16), key, { padding: 'none', output: 'array' });
    expect(smCrypto.sm4.decrypt(block, key, { padding: 'pkcs#7', output: 'array' })).toHaveLength(16);
  });

  it.each(bothEngines)('is not in %s: there is no padding, blocks keep their length', (_name, engine) => {
    const cipher = engine.sm4(random(16));
    const block = new Uint8Array(16);
    cipher.encryptBlocks(block);
    cipher.decryptBlocks(block);
    expect(block).toEqual(new Uint8Array(16));
    expect(() => cipher.decryptBlocks(new Uint8Array(15))).toThrow(new TeeError('BAD_PARAMETERS'));
  });
});

describe('trap: a decryption that failed looks like an empty plaintext', () => {
  it('is in the library', () => {
    const privateKey = bytesToHex(KEYS.privateKey);
    const empty = smCrypto.sm2.doEncrypt([], bytesToHex(KEYS.publicKey), 1);
    const damaged = `${smCrypto.sm2.doEncrypt([1], bytesToHex(KEYS.publicKey), 1).slice(0, -2)}00`;
    expect(smCrypto.sm2.doDecrypt(empty, privateKey, 1, { output: 'array' })).toEqual([]);
    expect(smCrypto.sm2.doDecrypt(damaged, privateKey, 1, { output: 'array' })).toEqual([]);
  });

  it.each(bothEngines)(
    'is not in %s: nothing is never encrypted, and failure is an error',
    (_name, engine) => {
      const { publicKey, privateKey } = KEYS;
      expect(() => engine.sm2Encrypt(publicKey, new Uint8Array(0), random)).toThrow(
        new TeeError('BAD_PARAMETERS'),
      );
      const empty = smCrypto.sm2.doEncrypt([], bytesToHex(publicKey), 1);
      const ciphertext = concatBytes(Uint8Array.of(4), Buffer.from(empty, 'hex'));
      expect(() => engine.sm2Decrypt(privateKey, ciphertext)).toThrow(new TeeError('SECURITY'));
    },
  );
});

describe('trap: keys of an HMAC given as text are read as hex', () => {
  it('is in the library', () => {
    const asText = smCrypto.sm3([1], { key: '6162' });
    expect(asText).toBe(createHmac('sm3', 'ab').update(Uint8Array.of(1)).digest('hex'));
    expect(asText).not.toBe(createHmac('sm3', '6162').update(Uint8Array.of(1)).digest('hex'));
  });

  it.each(bothEngines)('is not in ours over %s: keys are bytes', (_name, engine) => {
    const tag = hmacSm3(engine, utf8ToBytes('6162'), Uint8Array.of(1));
    expect(bytesToHex(tag)).toBe(createHmac('sm3', '6162').update(Uint8Array.of(1)).digest('hex'));
  });
});

describe('trap: more than one encoding of a signature accepted', () => {
  const signature = nobleEngine.sm2Sign(KEYS.privateKey, MESSAGE, random);
  const [r, s] = [toScalar(signature.subarray(0, 32)), toScalar(signature.subarray(32))];
  const join = (left: bigint, right: bigint): Uint8Array => concatBytes(toBytes32(left), toBytes32(right));
  const der = concatBytes(
    Uint8Array.of(0x30, 70, 2, 33, 0),
    signature.subarray(0, 32),
    Uint8Array.of(2, 33, 0),
    signature.subarray(32),
  );
  const others: [string, Uint8Array][] = [
    ['nothing', new Uint8Array(0)],
    ['63 bytes', signature.subarray(0, 63)],
    ['65 bytes, a zero behind', concatBytes(signature, Uint8Array.of(0))],
    [
      '65 bytes, a zero before s',
      concatBytes(signature.subarray(0, 32), Uint8Array.of(0), signature.subarray(32)),
    ],
    ['DER', der],
    ['r = s = 0', new Uint8Array(64)],
    ['r = 0', join(0n, s)],
    ['s = 0', join(r, 0n)],
    ['r = n', join(n, s)],
    ['s = n', join(r, n)],
    ['r + s = n', join(r, n - r)],
    ['all ones', new Uint8Array(64).fill(0xff)],
    ['n − s, which ECDSA would accept', join(r, n - s)],
  ];

  it.each(bothEngines)('is not in %s: exactly 64 bytes with r and s in range', (_name, engine) => {
    expect(engine.sm2Verify(KEYS.publicKey, MESSAGE, signature)).toBe(true);
    for (const [, other] of others) expect(engine.sm2Verify(KEYS.publicKey, MESSAGE, other)).toBe(false);
  });
});

describe('trap: a C1 off the curve is multiplied', () => {
  it.each(bothEngines)('is not in %s: every bit of C1 is checked before', (_name, engine) => {
    const ciphertext = nobleEngine.sm2Encrypt(KEYS.publicKey, MESSAGE, random);
    for (const at of [1, 32, 33, 64]) {
      const changed = ciphertext.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x80;
      expect(() => engine.sm2Decrypt(KEYS.privateKey, changed)).toThrow(new TeeError('SECURITY'));
    }
  });
});
