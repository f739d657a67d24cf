// SIGN: limits count everything that could leave, at the most, and let through nothing that has no bound.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refused } from './device.ts';
import { AZUKI, data, permit, RECIPIENT, SigningDevice, USDC, userOperation } from './signing-device.ts';

let device: SigningDevice;
beforeEach(() => {
  device = new SigningDevice();
});
afterEach(() => device.tee.dispose());

const MAX_UINT256 = (1n << 256n) - 1n;
const NATIVE = { perTransaction: '100', perDay: '150' };

describe('a limit', () => {
  it('counts value and fee: what was let through once is denied above, with the reason', () => {
    device.limit([NATIVE]);
    const fee = { gasLimit: '10', maxFeePerGasWei: '5' };
    const review = device.transfer(RECIPIENT, 50n, fee);
    expect(review).toMatchObject({ feeWei: 50n, spend: { amounts: [{ asset: 'native', amount: 100n }] } });
    expect(review.limit).toBeUndefined();
    device.signed(review);
    expect(device.left()).toEqual({ signatures: 1, used: { '1/native': '100' } });
    const above = device.transfer(RECIPIENT, 51n, fee);
    expect(above.limit).toEqual({ reason: 'transaction-limit', asset: 'native', most: 100n });
    expect(refused(device.signAtMaximum(above))).toBe('ACCESS_DENIED transaction-limit 3');
    const second = device.transfer(RECIPIENT, 1n, fee);
    expect(second.limit).toEqual({ reason: 'daily-limit', asset: 'native', most: 150n, used: 100n });
    expect(refused(device.signAtMaximum(second))).toBe('ACCESS_DENIED daily-limit 3');
    expect(device.left()).toEqual({ signatures: 1, used: { '1/native': '100' } });
  });

  it('counts tokens that are sent, allowances whole, and permits, each for its own asset', () => {
    device.limit([NATIVE, { ...NATIVE, asset: USDC, perTransaction: '5000', perDay: '12000' }]);
    device.signed(device.call(USDC, data.transfer(RECIPIENT, 4_000n)));
    device.signed(device.call(USDC, data.approve(RECIPIENT, 3_000n)));
    device.signed(device.message({ kind: 'typed-data', json: permit() }));
    expect(device.left().used).toEqual({ '1/native': '0', [`1/${USDC}`]: '12000' });
    const one = device.call(USDC, data.transfer(RECIPIENT, 1n));
    expect(refused(device.signAtMaximum(one))).toBe('ACCESS_DENIED daily-limit 3');
    const unlimited = device.call(USDC, data.approve(RECIPIENT, MAX_UINT256));
    expect(refused(device.signAtMaximum(unlimited))).toBe('ACCESS_DENIED transaction-limit 3');
    device.signed(device.transfer(RECIPIENT, 1n));
    expect(device.left().used['1/native']).toBe('1');
  });

  it('counts all gas of a UserOperation, the paymaster’s too, and what its calls send', () => {
    device.limit([{ perTransaction: '2000', perDay: '2000' }]);
    const paymaster = { address: RECIPIENT, verificationGasLimit: '30', postOpGasLimit: '4', data: '0x' };
    const review = device.operation(data.execute(RECIPIENT, 3n, '0x'), { paymaster });
    // (100 + 20 + 3 + 30 + 4) · 10 + 3
    expect(review.spend.amounts).toEqual([{ asset: 'native', amount: 1_573n }]);
    device.signed(review);
    expect(device.left().used).toEqual({ '1/native': '1573' });
    expect(
      refused(device.signAtMaximum(device.operation(data.execute(RECIPIENT, 3n, '0x'), { paymaster }))),
    ).toBe('ACCESS_DENIED daily-limit 3');
  });

  it.each([
    ['unknown calldata', () => device.call(RECIPIENT, '0x12345678')],
    ['a contract that is created', () => device.prepare('PREPARE_TRANSACTION', { transaction: creation() })],
    ['an approval for all', () => device.call(AZUKI, data.approveAll(RECIPIENT))],
    [
      'a delegation',
      () =>
        device.prepare('PREPARE_DELEGATION', {
          authorization: { chainId: 1, address: RECIPIENT, nonce: '0' },
        }),
    ],
    ['32 bytes', () => device.message({ kind: 'bytes', bytes: `0x${'61'.repeat(32)}` })],
    [
      'typed data of no known kind',
      () =>
        device.message({ kind: 'typed-data', json: permit({ domain: { verifyingContract: RECIPIENT } }) }),
    ],
    [
      'an unknown EntryPoint',
      () =>
        device.prepare('PREPARE_USER_OPERATION', {
          target: { chainId: 1, entryPoint: RECIPIENT, version: '0.7' },
          userOperation: userOperation(),
        }),
    ],
    ['an unknown inner call', () => device.operation('0x12345678')],
  ])('lets nothing through that has no bound: %s', (_name, prepare) => {
    const free = prepare();
    expect(free).toMatchObject({ level: 'Maximum', spend: { unbounded: true } });
    expect(free.grounds).toContain('unbounded');
    expect(free.limit).toBeUndefined();
    device.signed(free);
    device.limit([NATIVE]);
    const limited = prepare();
    expect(limited.limit).toEqual({ reason: 'unbounded-spend' });
    expect(refused(device.signAtMaximum(limited))).toBe('ACCESS_DENIED unbounded-spend 3');
    expect(device.left().signatures).toBe(1);
  });

  it('lets nothing through of an asset that it does not name, nor of another chain', () => {
    device.limit([NATIVE]);
    const token = device.call(USDC, data.transfer(RECIPIENT, 1n));
    expect(token.limit).toEqual({ reason: 'no-limit-for-asset', asset: USDC });
    expect(refused(device.signAtMaximum(token))).toBe('ACCESS_DENIED no-limit-for-asset 3');
    const elsewhere = device.transfer(RECIPIENT, 1n, { chainId: 137 });
    expect(refused(device.signAtMaximum(elsewhere))).toBe('ACCESS_DENIED no-limit-for-asset 3');
  });

  it('has nothing to say about a message that can be read', () => {
    device.limit([NATIVE]);
    device.signed(device.message({ kind: 'text', text: 'hello' }));
    expect(device.left().used).toEqual({ '1/native': '0' });
  });

  it('that is set later knows what was signed before', () => {
    device.signed(device.transfer(RECIPIENT, 120n));
    device.limit([NATIVE]);
    expect(device.left().used).toEqual({ '1/native': '120' });
  });

  it('is not broken by the highest fee that there is', () => {
    const highest = MAX_UINT256.toString();
    const gasLimit = ((1n << 64n) - 1n).toString();
    const review = device.transfer(RECIPIENT, highest, { gasLimit, maxFeePerGasWei: highest });
    expect(review.feeWei).toBe(MAX_UINT256 * ((1n << 64n) - 1n));
    device.signed(review);
    device.signed(device.transfer(RECIPIENT, highest, { gasLimit, maxFeePerGasWei: highest }));
    device.limit([NATIVE]);
    expect(refused(device.signAtMaximum(device.transfer(RECIPIENT, 1n)))).toBe('ACCESS_DENIED daily-limit 3');
  });
});

function creation() {
  const fees = { gasLimit: '21000', maxFeePerGasWei: '0', maxPriorityFeePerGasWei: '0', accessList: [] };
  return { type: 'eip1559', chainId: 1, nonce: '0', valueWei: '0', to: null, data: '0x6001', ...fees };
}
