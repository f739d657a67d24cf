// Return codes as GlobalPlatform numbers them, and that nothing else than codes crosses a boundary.
import { describe, expect, it } from 'vitest';
import { TEE_CODES, TEE_ORIGINS, TeeError, toTeeFailure } from '../../../../tee-sim/protocol/codes.ts';

describe('return codes', () => {
  // TEE Client API Specification v1.0 §4.4.2 and Internal Core API v1.3.1 §3.3.1.
  it.each([
    ['SUCCESS', 0x00000000],
    ['CORRUPT_OBJECT', 0xf0100001],
    ['STORAGE_NOT_AVAILABLE', 0xf0100003],
    ['ACCESS_CONFLICT', 0xffff0003],
    ['BAD_PARAMETERS', 0xffff0006],
    ['SECURITY', 0xffff000f],
    ['TARGET_DEAD', 0xffff3024],
    ['MAC_INVALID', 0xffff3071],
    ['SIGNATURE_INVALID', 0xffff3072],
  ] as const)('%s is %i', (code, value) => {
    expect(TEE_CODES[code]).toBe(value);
  });

  it('and origins are all different', () => {
    expect(new Set(Object.values(TEE_CODES)).size).toBe(Object.keys(TEE_CODES).length);
    expect(Object.values(TEE_ORIGINS)).toEqual([1, 2, 3, 4]);
  });
});

describe('failures as plain data', () => {
  it('keep code, origin and reason of ours', () => {
    expect(toTeeFailure(new TeeError('SECURITY', 'stale', 'TEE'))).toEqual({
      code: 'SECURITY',
      origin: 'TEE',
      reason: 'stale',
    });
    expect(toTeeFailure(new TeeError('SECURITY'))).toEqual({ code: 'SECURITY', origin: 'TRUSTED_APP' });
  });

  it.each([[new Error('key 3945208f')], ['secret text'], [undefined], [{ code: 'SUCCESS', origin: 'TEE' }]])(
    'say nothing of anything else',
    (thrown) => {
      expect(toTeeFailure(thrown, 'COMMS')).toEqual({ code: 'GENERIC', origin: 'COMMS', reason: 'internal' });
    },
  );
});
