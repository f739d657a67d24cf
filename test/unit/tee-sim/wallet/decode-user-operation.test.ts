import { ethers } from 'ethers';
import { expect, it } from 'vitest';
import type { Decoded } from '../../../../tee-sim/protocol/decoded.ts';
import { decodeTransaction, decodeUserOperation } from '../../../../tee-sim/wallet/decode.ts';
import { spendOf } from '../../../../tee-sim/wallet/spend.ts';
import type { Transaction } from '../../../../tee-sim/wallet/transaction.ts';
import { parseAddress } from '../../../../tee-sim/wallet/uint.ts';
import {
  ENTRY_POINTS,
  maxUserOperationFeeWei,
  type UserOperation,
} from '../../../../tee-sim/wallet/user-operation.ts';
import { BOB, COIN, call, ME, STRANGE, TOKENS, TRANSFER, to } from './calls.ts';

const EXECUTE = 'execute(address,uint256,bytes)';
const LISTS = 'executeBatch(address[],uint256[],bytes[])';
const CALLS = 'executeBatch((address,uint256,bytes)[])';
const TARGET = { chainId: 1, entryPoint: parseAddress(ENTRY_POINTS['0.7']), version: '0.7' } as const;
function operation(callData: Uint8Array): UserOperation {
  const gas = { callGasLimit: 1n, verificationGasLimit: 2n, preVerificationGas: 4n };
  return { sender: ME, nonce: 0n, callData, ...gas, maxFeePerGasWei: 10n, maxPriorityFeePerGasWei: 1n };
}
const decodeOperation = (callData: Uint8Array, change: object = {}): Decoded =>
  decodeUserOperation({ ...operation(callData), ...change }, TARGET, TOKENS);
const PERMIT_LIKE = Uint8Array.of(1, 2, 3, 4, 5);
const PAY = ethers.hexlify(call(TRANSFER, BOB, 9));

it.each([
  ['execute', call(EXECUTE, COIN, 3, PAY), 3n, 9n],
  ['executeBatch of lists', call(LISTS, [COIN, BOB], [3, 4], [PAY, '0x']), 7n, 9n],
  ['executeBatch of lists without amounts', call(LISTS, [COIN, COIN], [], [PAY, PAY]), 0n, 18n],
  [
    'executeBatch of calls',
    call(CALLS, [
      [COIN, 3, PAY],
      [BOB, 4, '0x'],
    ]),
    7n,
    9n,
  ],
])('reads what %s does, and counts all its gas', (_, callData, valueWei, tokens) => {
  const decoded = decodeOperation(callData);
  const fee = maxUserOperationFeeWei(operation(callData));
  expect(decoded.flags).toEqual([]);
  expect(decoded.inner[0]?.kind).toBe('token-transfer');
  expect(spendOf(decoded, fee)).toEqual({
    amounts: [
      { asset: 'native', amount: fee + valueWei },
      { asset: COIN, amount: tokens },
    ],
    unbounded: false,
  });
});

it('is blind to UserOperations of other accounts, EntryPoints, factories and inner calls', () => {
  const pay = call(EXECUTE, COIN, 0, PAY);
  const elsewhere = decodeUserOperation(operation(pay), { ...TARGET, entryPoint: STRANGE }, TOKENS);
  expect(elsewhere.flags).toEqual(['blind', 'unknown-entry-point']);
  const deploying = decodeOperation(pay, { factory: { address: STRANGE, data: new Uint8Array(0) } });
  expect(deploying.flags).toEqual(['blind', 'account-deployment']);
  const delegated = decodeOperation(pay, { delegation: { address: STRANGE, data: new Uint8Array(0) } });
  expect(delegated.flags).toEqual(['blind', 'delegation']);
  expect(delegated.parties).toContainEqual({ role: 'delegate', address: STRANGE });
  for (const callData of [
    new Uint8Array(0),
    PERMIT_LIKE,
    Uint8Array.of(...pay, 0),
    call(LISTS, [COIN], [], []),
    call(LISTS, [COIN], [1, 2], [PAY]),
  ]) {
    expect(decodeOperation(callData).flags).toEqual(['blind']);
  }
  const inner = decodeOperation(call(EXECUTE, STRANGE, 0, '0x01020304'));
  expect(inner.flags).toEqual([]);
  expect(spendOf(inner, 0n).unbounded).toBe(true);
  const paid = decodeOperation(pay, {
    paymaster: { address: BOB, verificationGasLimit: 0n, postOpGasLimit: 0n, data: new Uint8Array(0) },
  });
  expect(paid.parties).toContainEqual({ role: 'paymaster', address: BOB });
  expect(decodeOperation(pay, { maxFeePerGasWei: 10n ** 18n }).flags).toEqual(['absurd-fee']);
});

it.each<[bigint, bigint, boolean]>([
  [0n, 10n ** 18n - 1n, false],
  [0n, 10n ** 18n, true],
  [1n, 10n ** 17n, false],
  [1n, 10n ** 17n + 1n, true],
  [10n ** 16n, 10n ** 17n, false],
  [2n * 10n ** 16n, 2n * 10n ** 17n, false],
  [2n * 10n ** 16n, 2n * 10n ** 17n + 1n, true],
  [10n ** 17n, 10n ** 18n - 1n, false],
])('sending %s wei for a fee of %s wei is absurd: %s', (valueWei, fee, isAbsurd) => {
  const base = { ...to(BOB, undefined, valueWei), gasLimit: 1n, maxFeePerGasWei: fee };
  expect(decodeTransaction(base as Transaction, ME, TOKENS).flags.includes('absurd-fee')).toBe(isAbsurd);
  const sending = operation(call(EXECUTE, BOB, valueWei, '0x'));
  const gas = { callGasLimit: 1n, verificationGasLimit: 0n, preVerificationGas: 0n };
  const priced = { ...sending, ...gas, maxFeePerGasWei: fee };
  expect(decodeUserOperation(priced, TARGET, TOKENS).flags.includes('absurd-fee')).toBe(isAbsurd);
});
