import { describe, expect, test } from 'vitest';
import type { TrackedInput } from '../../../../../preload/networks.ts';
import { underwayOf } from '../../../../../renderer/screens/send/underway.ts';
import { addressSchema } from '../../../../../tee-sim/protocol/payment.ts';
import { ACCOUNT, tracked } from '../../app/networks/network-samples.ts';

const TOKEN = addressSchema.parse(`0x${'33'.repeat(20)}`);
const WISH = { chainId: 31_337, account: addressSchema.parse(ACCOUNT), asset: TOKEN };

function underway(...changes: readonly Partial<TrackedInput>[]) {
  const sent = changes.map((change, index) => {
    const nonce = String(index);
    const hash = `0x${nonce.padStart(64, '0')}`;
    return [hash, tracked({ hash, nonce, valueWei: '1000', highestFeeWei: '42', ...change })] as const;
  });
  return underwayOf(Object.fromEntries(sent), WISH);
}

describe('on its way', () => {
  test('is nothing where nothing was sent', () => {
    expect(underway()).toEqual({ native: 0n, token: 0n });
  });

  test.each(['prepared', 'broadcasting', 'pending', 'unknown'] as const)(
    'is what is %s, with its fee',
    (state) => {
      expect(underway({ state })).toEqual({ native: 1_042n, token: 0n });
    },
  );

  test.each([
    { state: 'mined' },
    { state: 'replaced' },
    { state: 'dropped' },
    { state: 'failed', failure: 'rejected' },
    { state: 'pending', settled: true },
    { chainId: 1 },
    { account: TOKEN },
    { kind: 'user-operation' },
  ] as const)('is not what is %j', (change) => {
    expect(underway(change)).toEqual({ native: 0n, token: 0n });
  });

  test('are all of them together', () => {
    expect(underway({}, { state: 'prepared' }, { state: 'mined' }).native).toBe(2_084n);
  });

  test('is of two with one nonce the dearest: only one can happen', () => {
    const replaced = { nonce: '4', valueWei: '1000' };
    expect(underway(replaced, { nonce: '4', valueWei: '0', highestFeeWei: '50' }).native).toBe(1_042n);
  });

  test('is of a token what its transfers move, and of coins their fees', () => {
    const transfer = { to: TOKEN, valueWei: '0', tokenAmount: '7' };
    expect(underway(transfer, { ...transfer, to: ACCOUNT })).toEqual({ native: 84n, token: 7n });
  });

  test('is its amount where no fee was written down', () => {
    expect(underway({ highestFeeWei: undefined }).native).toBe(1_000n);
  });
});
