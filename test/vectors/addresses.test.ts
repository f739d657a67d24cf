// EIP-55 checksums against the EIP's own list.
import { expect, it } from 'vitest';
import { addressSchema } from '../../tee-sim/protocol/payment.ts';
import { describeVectors, readVectors } from '../helpers/vectors.ts';

describeVectors('EIP-55 vectors', () => {
  it('hold', () => {
    const { addresses } = readVectors<{ addresses: string[] }>('eth/eip55_spec.json');
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(addressSchema.parse(address)).toBe(address);
  });
});
