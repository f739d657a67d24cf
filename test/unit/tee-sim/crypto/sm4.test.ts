// SM4: the standard's examples, the circuit of its substitution over all 256 bytes, any number of blocks, OpenSSL.
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sm4 } from '../../../../tee-sim/crypto/sm4.ts';
import { substitutePlanes } from '../../../../tee-sim/crypto/sm4-substitution.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { bothEngines, fromHex } from '../../../helpers/engines.ts';

// GB/T 32907-2016 Annex A: key and plaintext are the same 16 bytes.
const EXAMPLE = '0123456789abcdeffedcba9876543210';

function openSslEcb(key: Uint8Array, blocks: Uint8Array): Buffer {
  const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(blocks), cipher.final()]);
}

describe.each(bothEngines)('SM4 of the %s engine', (_name, engine) => {
  it('knows the answer of example 1 and finds the way back', () => {
    const block = fromHex(EXAMPLE);
    const cipher = engine.sm4(fromHex(EXAMPLE));
    cipher.encryptBlocks(block);
    expect(bytesToHex(block)).toBe('681edf34d206965e86b3e94f536e4246');
    cipher.decryptBlocks(block);
    expect(bytesToHex(block)).toBe(EXAMPLE);
  });

  it('agrees with OpenSSL for 0 to 20 blocks', () => {
    for (let blocks = 0; blocks <= 20; blocks += 1) {
      const key = Uint8Array.from({ length: 16 }, (_, i) => i * blocks);
      const plaintext = Uint8Array.from({ length: 16 * blocks }, (_, i) => (i * 7) & 0xff);
      const expected = openSslEcb(key, plaintext);
      const cipher = engine.sm4(key);
      const data = plaintext.slice();
      cipher.encryptBlocks(data);
      expect(bytesToHex(data)).toBe(expected.toString('hex'));
      cipher.decryptBlocks(data);
      expect(data).toEqual(plaintext);
    }
  });

  it.each([0, 15, 17, 32])('refuses a key of %i bytes', (length) => {
    expect(() => engine.sm4(new Uint8Array(length))).toThrow(new TeeError('BAD_PARAMETERS'));
  });

  it.each([1, 15, 17])('refuses %i bytes, which are not whole blocks, and leaves them alone', (length) => {
    const data = new Uint8Array(length).fill(9);
    const cipher = engine.sm4(fromHex(EXAMPLE));
    expect(() => cipher.encryptBlocks(data)).toThrow(new TeeError('BAD_PARAMETERS'));
    expect(() => cipher.decryptBlocks(data)).toThrow(new TeeError('BAD_PARAMETERS'));
    expect(data).toEqual(new Uint8Array(length).fill(9));
  });

  it('is of no use once destroyed, rather than working under a key of zeros', () => {
    const cipher = engine.sm4(fromHex(EXAMPLE));
    cipher.destroy();
    expect(() => cipher.encryptBlocks(new Uint8Array(16))).toThrow(new TeeError('BAD_STATE'));
    expect(() => cipher.decryptBlocks(new Uint8Array(16))).toThrow(new TeeError('BAD_STATE'));
  });

  it('keeps two keys apart, and its own copy of each', () => {
    const key = fromHex(EXAMPLE);
    const first = engine.sm4(key);
    key.fill(0);
    engine.sm4(key).destroy();
    const block = fromHex(EXAMPLE);
    first.encryptBlocks(block);
    expect(bytesToHex(block)).toBe('681edf34d206965e86b3e94f536e4246');
  });
});

describe('SM4 of our own', () => {
  it('knows the answer of example 2, a million encryptions of the same block', () => {
    const block = fromHex(EXAMPLE);
    const cipher = sm4(fromHex(EXAMPLE));
    for (let i = 0; i < 1_000_000; i += 1) cipher.encryptBlocks(block);
    expect(bytesToHex(block)).toBe('595298c7c6fd271f0402f804c33d3f66');
  });

  it('substitutes all 256 bytes as GB/T 32907-2016 §6.2 defines it algebraically', () => {
    for (let byte = 0; byte < 256; byte += 32) {
      const bytes = Array.from({ length: 32 }, (_, lane) => byte + lane);
      const planes = Int32Array.from({ length: 8 }, (_, i) =>
        bytes.reduce((plane, value, lane) => plane | (((value >> i) & 1) << lane), 0),
      );
      substitutePlanes(planes);
      const substituted = bytes.map((_, lane) =>
        planes.reduce((value, plane, i) => value | (((plane >>> lane) & 1) << i), 0),
      );
      expect(substituted).toEqual(bytes.map(substitute));
    }
  });

  it('agrees with OpenSSL for any key and blocks', () => {
    const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
    const blocks = fc.array(sixteen, { maxLength: 30 }).map((parts) => new Uint8Array(Buffer.concat(parts)));
    fc.assert(
      fc.property(sixteen, blocks, (key, plaintext) => {
        const data = plaintext.slice();
        sm4(key).encryptBlocks(data);
        expect(bytesToHex(data)).toBe(openSslEcb(key, plaintext).toString('hex'));
        sm4(key).decryptBlocks(data);
        expect(data).toEqual(plaintext);
      }),
    );
  });
});

/** S(x) = A·(A·x ⊕ d3)⁻¹ ⊕ d3 with A the circulant of a7, in GF(2)[t]/(1f5): slowly, from the definition. */
function substitute(x: number): number {
  const affine = (value: number): number => {
    let result = 0;
    for (let i = 0; i < 8; i += 1) {
      const row = ((0xa7 << i) | (0xa7 >> (8 - i))) & 0xff;
      result |= (parity(row & value) ^ ((0xd3 >> i) & 1)) << i;
    }
    return result;
  };
  return affine(inverse(affine(x)));
}

function inverse(value: number): number {
  for (let candidate = 1; candidate < 256; candidate += 1)
    if (product(value, candidate) === 1) return candidate;
  return 0;
}

function product(a: number, b: number): number {
  let result = 0;
  for (let i = 7; i >= 0; i -= 1) {
    result <<= 1;
    if ((result & 0x100) !== 0) result ^= 0x1f5;
    if (((b >> i) & 1) === 1) result ^= a;
  }
  return result;
}

function parity(value: number): number {
  return value.toString(2).replaceAll('0', '').length % 2;
}
