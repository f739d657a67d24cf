import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHAINS } from '../../../../../renderer/app/chains.ts';
import {
  emptyTransfer,
  gasLimitFor,
  highestFeeWei,
  networkDefaults,
  nextNonce,
  type TransferValues,
  transactionOf,
  transferProblems,
} from '../../../../../renderer/screens/sign/transfer-rules.ts';
import { transactionSchema } from '../../../../../tee-sim/protocol/ethereum.ts';
import { addressSchema } from '../../../../../tee-sim/protocol/payment.ts';

const TO = addressSchema.parse('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');
const good: TransferValues = { ...emptyTransfer(), recipient: TO, amount: '1.5', nonce: '7' };

describe('a transfer', () => {
  test('is what the TEE accepts, to the last wei', () => {
    const transaction = transactionOf({ ...good, recipient: ` ${TO}\n`, data: ' 0xABcd ' });
    expect(transaction).toEqual({
      type: 'eip1559',
      chainId: 1,
      nonce: '7',
      gasLimit: '21000',
      maxFeePerGasWei: '30000000000',
      maxPriorityFeePerGasWei: '1000000000',
      to: TO,
      valueWei: '1500000000000000000',
      data: '0xabcd',
      accessList: [],
    });
    expect(transactionSchema.parse(transaction)).toMatchObject({ valueWei: 1_500_000_000_000_000_000n });
  });

  test.each(CHAINS)('on $name begins with fees that hold together', ({ id }) => {
    const values = { ...good, ...networkDefaults(id) };
    expect(transactionSchema.safeParse(transactionOf(values)).success).toBe(true);
  });

  test.each([
    [{ recipient: '' }, { recipient: 'empty' }],
    [{ recipient: TO.replace('aA', 'Aa') }, { recipient: 'checksum' }],
    [{ amount: '-1' }, { amount: 'form' }],
    [{ amount: '1e3' }, { amount: 'form' }],
    [{ nonce: '' }, { nonce: 'empty' }],
    [{ nonce: '01' }, { nonce: 'form' }],
    [{ nonce: '1.0' }, { nonce: 'form' }],
    [{ nonce: '18446744073709551615' }, { nonce: 'too-large' }],
    [{ gasLimit: '18446744073709551616' }, { gasLimit: 'too-large' }],
    [{ gasLimit: '-1' }, { gasLimit: 'form' }],
    [{ maxFeeGwei: '0.0000000001' }, { maxFeeGwei: 'decimals' }],
    [{ maxFeeGwei: '0.5' }, { maxFeeGwei: 'below-priority' }],
    [{ priorityFeeGwei: '' }, { priorityFeeGwei: 'empty' }],
    [{ data: '0xabc' }, { data: 'form' }],
    [{ data: 'hello' }, { data: 'form' }],
    [{ data: `0x${'00'.repeat(131_073)}` }, { data: 'too-large' }],
  ] as const)('with %.40j is none', (change, problem) => {
    const values = { ...good, ...change };
    const found = Object.entries(transferProblems(values)).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(found)).toEqual(problem);
    expect(transactionOf(values)).toBeUndefined();
  });

  test('that the form accepts, the TEE’s schema accepts; and never throws', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^\d{0,25}(\.\d{0,20})?$/));
    fc.assert(
      fc.property(text, text, text, text, text, (amount, nonce, gasLimit, maxFeeGwei, priorityFeeGwei) => {
        const transaction = transactionOf({ ...good, amount, nonce, gasLimit, maxFeeGwei, priorityFeeGwei });
        if (transaction === undefined) return;
        expect(transactionSchema.safeParse(transaction).success).toBe(true);
      }),
    );
  });
});

test('the highest fee is gas limit times price, exactly', () => {
  expect(highestFeeWei(good)).toBe(630_000_000_000_000n);
  expect(highestFeeWei({ ...good, gasLimit: '18446744073709551615', maxFeeGwei: '1' })).toBe(
    18_446_744_073_709_551_615_000_000_000n,
  );
  expect(highestFeeWei({ ...good, gasLimit: 'x' })).toBeUndefined();
});

test('data raises the suggested gas limit, and never one that somebody wrote', () => {
  expect(gasLimitFor({ gasLimit: '21000', data: '' }, '0x12')).toBe('150000');
  expect(gasLimitFor({ gasLimit: '150000', data: '0x12' }, '')).toBe('21000');
  expect(gasLimitFor({ gasLimit: '60000', data: '' }, '0x12')).toBe('60000');
});

describe('the next nonce', () => {
  const signed = (nonce: bigint | undefined, change = {}) => ({
    kind: 'transaction' as const,
    chainId: 1,
    nonce,
    account: { index: 0, address: TO },
    ...change,
  });

  test('follows the highest that was signed for this account on this network', () => {
    expect(nextNonce([], 0, 1)).toBe(0n);
    expect(nextNonce([signed(3n), signed(9n), signed(4n)], 0, 1)).toBe(10n);
  });

  test('does not count other accounts, networks and kinds', () => {
    const others = [
      signed(7n, { chainId: 10 }),
      signed(7n, { account: { index: 1, address: TO } }),
      signed(7n, { kind: 'delegation' as const }),
      signed(undefined),
    ];
    expect(nextNonce(others, 0, 1)).toBe(0n);
  });
});
