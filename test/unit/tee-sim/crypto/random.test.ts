// Randomness comes from WebCrypto, whole, and beyond the quota of one call.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('randomBytes', () => {
  it.each([0, 1, 16, 32, 65_536, 65_537, 200_000])('fills all of %i bytes from getRandomValues', (length) => {
    const fill = vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((array) => {
      if (array === null || array.byteLength > 65_536) throw new Error('QuotaExceededError');
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(0xa5);
      return array;
    });
    const bytes = randomBytes(length);
    expect(bytes).toHaveLength(length);
    expect(bytes.every((byte) => byte === 0xa5)).toBe(true);
    expect(fill).toHaveBeenCalledTimes(Math.ceil(length / 65_536));
  });

  it('does not repeat', () => {
    const draws = Array.from({ length: 100 }, () => bytesToHex(randomBytes(16)));
    expect(new Set(draws).size).toBe(100);
  });
});
