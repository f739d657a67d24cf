// HKDF-SM3: OpenSSL as the oracle, the limits of RFC 5869, and that labels separate keys.
import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hkdfSm3 } from '../../../../tee-sim/crypto/hkdf.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { bothEngines, nobleEngine } from '../../../helpers/engines.ts';

const INPUT = new Uint8Array(16).fill(3);
const SALT = new Uint8Array(32).fill(5);

function openSsl(key: Uint8Array, salt: Uint8Array, info: string, length: number): string {
  return Buffer.from(hkdfSync('sm3', key, salt, info, length)).toString('hex');
}

describe.each(bothEngines)('HKDF-SM3 over the %s engine', (_name, engine) => {
  it.each([1, 16, 31, 32, 33, 64, 100])('agrees with OpenSSL for %i bytes', (length) => {
    const expected = openSsl(INPUT, SALT, 'req-enc', length);
    expect(bytesToHex(hkdfSm3(engine, INPUT, SALT, 'req-enc', length))).toBe(expected);
  });
});

describe('HKDF-SM3', () => {
  it('agrees with OpenSSL for any input', () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    fc.assert(
      fc.property(bytes, bytes, fc.string({ maxLength: 40, unit: 'grapheme' }), (key, salt, info) => {
        expect(bytesToHex(hkdfSm3(nobleEngine, key, salt, info, 48))).toBe(openSsl(key, salt, info, 48));
      }),
    );
  });

  it('gives up to 255 digests', () => {
    const longest = hkdfSm3(nobleEngine, INPUT, SALT, '', 255 * 32);
    expect(bytesToHex(longest)).toBe(openSsl(INPUT, SALT, '', 255 * 32));
  });

  it.each([0, -1, 255 * 32 + 1, 1.5, Number.NaN])('refuses a length of %d', (length) => {
    expect(() => hkdfSm3(nobleEngine, INPUT, SALT, '', length)).toThrow(new TeeError('BAD_PARAMETERS'));
  });

  it('gives another key for another label, salt or input', () => {
    const keys = [
      hkdfSm3(nobleEngine, INPUT, SALT, 'a', 32),
      hkdfSm3(nobleEngine, INPUT, SALT, 'b', 32),
      hkdfSm3(nobleEngine, INPUT, INPUT, 'a', 32),
      hkdfSm3(nobleEngine, SALT, SALT, 'a', 32),
    ];
    expect(new Set(keys.map(bytesToHex)).size).toBe(4);
  });
});
