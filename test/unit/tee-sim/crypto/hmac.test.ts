// HMAC-SM3: OpenSSL as the oracle around the block length, and keys that are bytes and nothing else.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacSm3 } from '../../../../tee-sim/crypto/hmac.ts';
import { bytesToHex, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { bothEngines, nobleEngine } from '../../../helpers/engines.ts';

describe.each(bothEngines)('HMAC-SM3 over the %s engine', (_name, engine) => {
  it.each([0, 1, 32, 63, 64, 65, 200])('agrees with OpenSSL for a key of %i bytes', (length) => {
    const key = Uint8Array.from({ length }, (_, i) => 255 - i);
    const message = utf8ToBytes('message');
    const expected = createHmac('sm3', key).update(message).digest('hex');
    expect(bytesToHex(hmacSm3(engine, key, message))).toBe(expected);
  });

  it('leaves key and message as they were', () => {
    const key = new Uint8Array(80).fill(1);
    hmacSm3(engine, key, key);
    expect(key).toEqual(new Uint8Array(80).fill(1));
  });
});

describe('HMAC-SM3', () => {
  it('takes the concatenation of its parts', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), parts, (key, list) => {
        const expected = createHmac('sm3', key).update(Buffer.concat(list)).digest('hex');
        expect(bytesToHex(hmacSm3(nobleEngine, key, ...list))).toBe(expected);
      }),
    );
  });

  it('zeroes its copies of the key', () => {
    const seen: Uint8Array[] = [];
    const watched: Pick<typeof nobleEngine, 'sm3'> = {
      sm3(...parts) {
        seen.push(...parts.slice(0, 1));
        const digest = nobleEngine.sm3(...parts);
        seen.push(digest);
        return digest;
      },
    };
    const key = new Uint8Array(100).fill(7);
    const tag = hmacSm3(watched, key, new Uint8Array(3));
    const copies = seen.filter((bytes) => bytes !== key && bytes !== tag);
    expect(copies.length).toBeGreaterThanOrEqual(4);
    for (const copy of copies) expect(copy.every((byte) => byte === 0)).toBe(true);
  });
});
