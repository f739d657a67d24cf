// Forms of UserOperations and authorizations; those of transactions are beside the codec.
import { expect, it } from 'vitest';
import {
  authorizationSchema,
  type UserOperationInput,
  userOperationSchema,
  userOperationTargetSchema,
} from '../../../../tee-sim/protocol/ethereum.ts';
import { ENTRY_POINTS, userOperationHash } from '../../../../tee-sim/wallet/user-operation.ts';

const SENDER = '0x3535353535353535353535353535353535353535';
const FORM: UserOperationInput = {
  sender: SENDER,
  nonce: '0',
  callData: '0x',
  callGasLimit: '1',
  verificationGasLimit: '2',
  preVerificationGas: '3',
  maxFeePerGasWei: '4',
  maxPriorityFeePerGasWei: '4',
};
const PAYMASTER = { address: SENDER, verificationGasLimit: '1', postOpGasLimit: '1', data: '0x' };
const TARGET = { chainId: 1, entryPoint: ENTRY_POINTS['0.8'], version: '0.8' };
const AUTHORIZATION = { chainId: 1, address: SENDER, nonce: '0' };

it('reads UserOperations and their EntryPoint', () => {
  const full = { ...FORM, factory: { address: SENDER, data: '0x00' }, paymaster: PAYMASTER };
  const target = userOperationTargetSchema.parse(TARGET);
  for (const form of [FORM, full]) {
    expect(userOperationHash(userOperationSchema.parse(form), target)).toHaveLength(32);
  }
});

it.each<[string, object]>([
  ['gas of 2¹²⁸', { callGasLimit: (1n << 128n).toString() }],
  ['a nonce of 2²⁵⁶', { nonce: (1n << 256n).toString() }],
  ['a priority fee above the whole', { maxPriorityFeePerGasWei: '5' }],
  ['packed fields', { initCode: '0x' }],
  ['a paymaster without gas', { paymaster: { address: SENDER, data: '0x' } }],
  ['a wrong checksum', { sender: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed' }],
  ['upper-case hex', { callData: '0xAB' }],
  ['a number', { nonce: 0 }],
  ['a signature', { signature: '0x' }],
])('refuses %s in a UserOperation', (_, change) => {
  expect(userOperationSchema.safeParse({ ...FORM, ...change }).success).toBe(false);
});

it('refuses other EntryPoint versions, and chain id 0', () => {
  for (const change of [{ version: '0.6' }, { chainId: 0 }, { entryPoint: '0x' }]) {
    expect(userOperationTargetSchema.safeParse({ ...TARGET, ...change }).success).toBe(false);
  }
});

it('reads authorizations, never for every chain', () => {
  expect(authorizationSchema.parse(AUTHORIZATION)).toEqual({ ...AUTHORIZATION, nonce: 0n });
  for (const change of [
    { chainId: 0 },
    { nonce: (2n ** 64n - 1n).toString() },
    { nonce: '-1' },
    { address: null },
  ]) {
    expect(authorizationSchema.safeParse({ ...AUTHORIZATION, ...change }).success).toBe(false);
  }
});
