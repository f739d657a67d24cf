// SM3: the standard's examples, every length around a block, any way of cutting the message, and OpenSSL.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sm3 } from '../../../../tee-sim/crypto/sm3.ts';
import { bytesToHex, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { bothEngines } from '../../../helpers/engines.ts';

const pattern = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 0xff);

describe.each(bothEngines)('SM3 of the %s engine', (_name, engine) => {
  // GB/T 32905-2016 Annex A.
  it.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('knows the answer for %s', (message, digest) => {
    expect(bytesToHex(engine.sm3(utf8ToBytes(message)))).toBe(digest);
  });

  it('agrees with OpenSSL for every length of 0 to 200 bytes', () => {
    for (let length = 0; length <= 200; length += 1) {
      const message = pattern(length);
      expect(bytesToHex(engine.sm3(message))).toBe(createHash('sm3').update(message).digest('hex'));
    }
  });

  it('hashes the concatenation of its parts', () => {
    expect(engine.sm3()).toEqual(engine.sm3(new Uint8Array(0)));
    expect(engine.sm3(pattern(63), new Uint8Array(0), pattern(1), pattern(130))).toEqual(
      engine.sm3(Uint8Array.from([...pattern(63), ...pattern(1), ...pattern(130)])),
    );
  });
});

describe('SM3 of our own', () => {
  it('does not depend on how a message is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 6 }), (parts) => {
        const whole = createHash('sm3').update(Buffer.concat(parts)).digest('hex');
        expect(bytesToHex(sm3(...parts))).toBe(whole);
      }),
    );
  });

  it('leaves its inputs alone and gives a fresh array each time', () => {
    const message = pattern(100);
    const first = sm3(message);
    first.fill(0);
    expect(message).toEqual(pattern(100));
    expect(sm3(message)).not.toEqual(first);
  });
});
