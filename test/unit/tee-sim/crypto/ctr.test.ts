// SM4-CTR: OpenSSL as the oracle, the carry of the whole counter block, both engines alike.
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sm4Ctr } from '../../../../tee-sim/crypto/ctr.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { bothEngines, fromHex, nobleEngine } from '../../../helpers/engines.ts';

const KEY = new Uint8Array(16).fill(9);

function openSsl(key: Uint8Array, iv: Uint8Array, data: Uint8Array): string {
  return createCipheriv('sm4-ctr', key, iv).update(data, undefined, 'hex');
}

describe.each(bothEngines)('SM4-CTR over the %s engine', (_name, engine) => {
  it.each([
    '000102030405060708090a0b0c0d0e0f',
    '000000000000000000000000fffffffe',
    '0000000000000000ffffffffffffffff',
    'ffffffffffffffffffffffffffffffff',
  ])('counts on from %s like OpenSSL', (iv) => {
    for (const length of [0, 1, 15, 16, 17, 100, 300]) {
      const data = Uint8Array.from({ length }, (_, i) => i & 0xff);
      expect(bytesToHex(sm4Ctr(engine, KEY, fromHex(iv), data))).toBe(openSsl(KEY, fromHex(iv), data));
    }
  });

  it('refuses an IV or a key that is not 16 bytes', () => {
    const iv = new Uint8Array(16);
    for (const length of [0, 12, 15, 17, 32]) {
      const other = new Uint8Array(length);
      expect(() => sm4Ctr(engine, KEY, other, iv)).toThrow(new TeeError('BAD_PARAMETERS'));
      expect(() => sm4Ctr(engine, other, iv, iv)).toThrow(new TeeError('BAD_PARAMETERS'));
    }
  });
});

describe('SM4-CTR', () => {
  it('is its own inverse and agrees with OpenSSL for any data', () => {
    const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(sixteen, sixteen, fc.uint8Array({ maxLength: 400 }), (key, iv, data) => {
        const encrypted = sm4Ctr(nobleEngine, key, iv, data);
        expect(bytesToHex(encrypted)).toBe(openSsl(key, iv, data));
        expect(sm4Ctr(nobleEngine, key, iv, encrypted)).toEqual(data);
      }),
    );
  });

  it('leaves IV and data as they were', () => {
    const iv = new Uint8Array(16).fill(0xff);
    const data = new Uint8Array(40).fill(1);
    sm4Ctr(nobleEngine, KEY, iv, data);
    expect(iv).toEqual(new Uint8Array(16).fill(0xff));
    expect(data).toEqual(new Uint8Array(40).fill(1));
  });
});
