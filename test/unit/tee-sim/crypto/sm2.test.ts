// SM2 through the engine interface: every pairing of engines, and the refusal of every key, point, signature
// and ciphertext that is not exactly what the standard describes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CryptoEngine } from '../../../../tee-sim/crypto/engine.ts';
import { toBytes32, toScalar } from '../../../../tee-sim/crypto/scalars.ts';
import { sm2KeyStream } from '../../../../tee-sim/crypto/sm2-encryption.ts';
import { sm2Group } from '../../../../tee-sim/crypto/sm2-group.ts';
import { SM2_PARAMETERS } from '../../../../tee-sim/crypto/sm2-parameters.ts';
import { bytesToHex, concatBytes, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import {
  bothEngines,
  enginePairs,
  fixedRandom,
  fromHex,
  nobleEngine,
  seededRandom,
} from '../../../helpers/engines.ts';

const { n, p } = SM2_PARAMETERS;
const random = seededRandom('sm2');
const MESSAGE = utf8ToBytes('pay 1 wei');
const KEYS = nobleEngine.sm2GenerateKeyPair(random);
const badParameters = new TeeError('BAD_PARAMETERS');
const security = new TeeError('SECURITY');

/** A point of the curve whose x is so small that x + p fits into 32 bytes as well. */
const SMALL_X = fromHex(
  '0400000000000000000000000000000000000000000000000000000000000000019f7a091433a81e3f218f405f792355bf2aa98b5ffa95982f03870800065279a3',
);

function encoded(prefix: number, x: Uint8Array, y: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(prefix), x, y);
}

/** Not points, or not the one encoding of a point that is accepted. */
function badPoints(): [string, Uint8Array][] {
  const good = KEYS.publicKey;
  const [x, y] = [good.subarray(1, 33), good.subarray(33)];
  const parity = (y[31] ?? 0) & 1;
  return [
    ['nothing', new Uint8Array(0)],
    ['one byte short', good.subarray(0, 64)],
    ['one byte more', concatBytes(good, Uint8Array.of(0))],
    ['without its 04', good.subarray(1)],
    ['compressed', encoded(2 + parity, x, new Uint8Array(0))],
    ['hybrid', encoded(6 + parity, x, y)],
    ['with prefix 00', encoded(0, x, y)],
    ['the point at infinity', Uint8Array.of(0)],
    ['(0, 0)', new Uint8Array(65).fill(4, 0, 1)],
    ['off the curve by one bit', flipped(good, 8 * 64)],
    ['x and y exchanged', encoded(4, y, x)],
    ['x at p or above', encoded(4, toBytes32(p + 1n), SMALL_X.subarray(33))],
  ];
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

describe.each(enginePairs)('SM2 from %s', (_name, writer, reader) => {
  it('makes keys that the other reads', () => {
    const { privateKey, publicKey } = writer.sm2GenerateKeyPair(random);
    expect(reader.sm2PublicKey(privateKey)).toEqual(publicKey);
  });

  it.each([0, 1, 55, 56, 1000])('signs %i bytes so that the other verifies', (length) => {
    const message = random(length);
    const signature = writer.sm2Sign(KEYS.privateKey, message, random);
    expect(signature).toHaveLength(64);
    expect(reader.sm2Verify(KEYS.publicKey, message, signature)).toBe(true);
    expect(reader.sm2Verify(KEYS.publicKey, concatBytes(message, Uint8Array.of(0)), signature)).toBe(false);
  });

  it.each([1, 16, 31, 32, 33, 200])('encrypts %i bytes so that the other decrypts', (length) => {
    const plaintext = random(length);
    const ciphertext = writer.sm2Encrypt(KEYS.publicKey, plaintext, random);
    expect(ciphertext).toHaveLength(97 + length);
    expect(reader.sm2Decrypt(KEYS.privateKey, ciphertext)).toEqual(plaintext);
  });
});

describe('both engines', () => {
  it('make the same key pair of the same randomness', () => {
    const draw = random(32);
    const pairs = bothEngines.map(([, engine]) => engine.sm2GenerateKeyPair(fixedRandom(draw)));
    expect(pairs[0]).toEqual(pairs[1]);
    expect(pairs[0]?.privateKey).toEqual(draw);
  });

  it('make the same signature of the same k', () => {
    const k = random(32);
    const [ours, theirs] = bothEngines.map(([, engine]) =>
      engine.sm2Sign(KEYS.privateKey, MESSAGE, fixedRandom(k)),
    );
    expect(ours).toEqual(theirs);
  });
});

/** The smallest k whose key stream begins with a zero byte, for the key of these tests. */
function findZeroStream(): { k: Uint8Array; shared: Uint8Array } {
  for (let k = 1n; ; k += 1n) {
    const shared = sm2Group.multiplyPoint(toBytes32(k), KEYS.publicKey).subarray(1);
    if (sm2KeyStream(shared, 1)[0] === 0) return { k: toBytes32(k), shared };
  }
}

describe('a key stream of zeros', () => {
  const { k, shared } = findZeroStream();
  const byte = Uint8Array.of(42);

  it('makes encryption draw another k', () => {
    const other = random(32);
    const ciphertext = nobleEngine.sm2Encrypt(KEYS.publicKey, byte, fixedRandom(k, other));
    expect(ciphertext).toEqual(nobleEngine.sm2Encrypt(KEYS.publicKey, byte, fixedRandom(other)));
  });

  it.each(bothEngines)('is refused by %s in decryption, though its checksum holds', (_name, engine) => {
    const c3 = nobleEngine.sm3(shared.subarray(0, 32), byte, shared.subarray(32));
    const ciphertext = concatBytes(sm2Group.multiplyBase(k), c3, byte);
    expect(() => engine.sm2Decrypt(KEYS.privateKey, ciphertext)).toThrow(security);
  });
});

describe.each(bothEngines)('SM2 of the %s engine', (name, engine) => {
  const signature = engine.sm2Sign(KEYS.privateKey, MESSAGE, random);
  const ciphertext = engine.sm2Encrypt(KEYS.publicKey, MESSAGE, random);

  it('draws keys and k again that are 0 or too large', () => {
    const tooLarge = [0n, n - 1n, n, 2n ** 256n - 1n].map(toBytes32);
    const good = toBytes32(n - 2n);
    expect(engine.sm2GenerateKeyPair(fixedRandom(...tooLarge, good)).privateKey).toEqual(good);
    const again = engine.sm2Sign(
      KEYS.privateKey,
      MESSAGE,
      fixedRandom(toBytes32(0n), toBytes32(n), toBytes32(n - 1n)),
    );
    expect(engine.sm2Verify(KEYS.publicKey, MESSAGE, again)).toBe(true);
  });

  it.each([
    ['0', toBytes32(0n)],
    ['n − 1', toBytes32(n - 1n)],
    ['n', toBytes32(n)],
    ['2^256 − 1', toBytes32(2n ** 256n - 1n)],
    ['31 bytes', new Uint8Array(31).fill(1)],
    ['33 bytes', new Uint8Array(33).fill(1)],
    ['nothing', new Uint8Array(0)],
  ])('refuses %s as a private key', (_name, privateKey) => {
    expect(() => engine.sm2PublicKey(privateKey)).toThrow(badParameters);
    expect(() => engine.sm2Sign(privateKey, MESSAGE, random)).toThrow(badParameters);
    expect(() => engine.sm2Decrypt(privateKey, ciphertext)).toThrow(badParameters);
  });

  it.each([1n, 2n, n - 2n])('takes %i as a private key', (d) => {
    const privateKey = toBytes32(d);
    const publicKey = engine.sm2PublicKey(privateKey);
    expect(engine.sm2Verify(publicKey, MESSAGE, engine.sm2Sign(privateKey, MESSAGE, random))).toBe(true);
    expect(engine.sm2Decrypt(privateKey, engine.sm2Encrypt(publicKey, MESSAGE, random))).toEqual(MESSAGE);
  });

  it('takes the point with x = 1, of which an engine sees only one encoding', () => {
    expect(engine.sm2Encrypt(SMALL_X, MESSAGE, random)).toHaveLength(97 + MESSAGE.length);
  });

  it.each(badPoints())('refuses a public key that is %s', (_name, publicKey) => {
    expect(engine.sm2Verify(publicKey, MESSAGE, signature)).toBe(false);
    expect(() => engine.sm2Encrypt(publicKey, MESSAGE, random)).toThrow(badParameters);
  });

  it.each(badPoints().filter(([, point]) => point.length === 65))('refuses a C1 that is %s', (_name, c1) => {
    expect(() => engine.sm2Decrypt(KEYS.privateKey, concatBytes(c1, ciphertext.subarray(65)))).toThrow(
      security,
    );
  });

  it('refuses every ciphertext with one bit changed', () => {
    for (let bit = 0; bit < 8 * ciphertext.length; bit += name === 'noble' ? 1 : 13) {
      expect(() => engine.sm2Decrypt(KEYS.privateKey, flipped(ciphertext, bit))).toThrow(security);
    }
  });

  it('refuses every ciphertext that is cut or longer', () => {
    for (let length = 0; length < ciphertext.length; length += name === 'noble' ? 1 : 9) {
      expect(() => engine.sm2Decrypt(KEYS.privateKey, ciphertext.subarray(0, length))).toThrow(security);
    }
    expect(() => engine.sm2Decrypt(KEYS.privateKey, concatBytes(ciphertext, new Uint8Array(1)))).toThrow(
      security,
    );
  });

  it('refuses a ciphertext for someone else', () => {
    expect(() => engine.sm2Decrypt(toBytes32(7n), ciphertext)).toThrow(security);
  });

  it('refuses to encrypt nothing', () => {
    expect(() => engine.sm2Encrypt(KEYS.publicKey, new Uint8Array(0), random)).toThrow(badParameters);
  });

  it('refuses every signature with one bit changed, and one by someone else', () => {
    for (let bit = 0; bit < 512; bit += name === 'noble' ? 1 : 31) {
      expect(engine.sm2Verify(KEYS.publicKey, MESSAGE, flipped(signature, bit))).toBe(false);
    }
    expect(engine.sm2Verify(engine.sm2PublicKey(toBytes32(7n)), MESSAGE, signature)).toBe(false);
  });

  it('answers a key whose buffer was wiped and used again for what it now holds', () => {
    const buffer = toBytes32(5n);
    engine.sm2Sign(buffer, MESSAGE, random);
    buffer.set(toBytes32(6n));
    const second = engine.sm2Sign(buffer, MESSAGE, random);
    expect(engine.sm2Verify(engine.sm2PublicKey(toBytes32(6n)), MESSAGE, second)).toBe(true);
  });

  it('leaves keys, messages and randomness of the caller as they were', () => {
    const key = KEYS.privateKey.slice();
    const message = MESSAGE.slice();
    engine.sm2Sign(key, message, random);
    engine.sm2Decrypt(key, engine.sm2Encrypt(KEYS.publicKey, message, random));
    expect([key, message]).toEqual([KEYS.privateKey, MESSAGE]);
  });
});

describe('SM2 of the noble engine, for any message', () => {
  const engine: CryptoEngine = nobleEngine;

  it('signs and verifies, and never accepts r and s exchanged', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        const signature = engine.sm2Sign(KEYS.privateKey, message, random);
        const exchanged = concatBytes(signature.subarray(32), signature.subarray(0, 32));
        expect(engine.sm2Verify(KEYS.publicKey, message, signature)).toBe(true);
        expect(engine.sm2Verify(KEYS.publicKey, message, exchanged)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps r and s in range', () => {
    for (let i = 0; i < 50; i += 1) {
      const signature = engine.sm2Sign(KEYS.privateKey, random(8), random);
      for (const half of [signature.subarray(0, 32), signature.subarray(32)]) {
        expect(toScalar(half) >= 1n && toScalar(half) < n).toBe(true);
      }
    }
  });

  it('encrypts the same plaintext to something else each time', () => {
    const texts = Array.from({ length: 20 }, () => engine.sm2Encrypt(KEYS.publicKey, MESSAGE, random));
    expect(new Set(texts.map(bytesToHex)).size).toBe(20);
  });
});
