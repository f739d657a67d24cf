// ERC-4337 UserOperations (v0.7 and later) in the JSON form that bundlers take (ERC-7769).

import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import type { userOperationSchema } from '../../tee-sim/protocol/ethereum.ts';
import type { Address } from '../../tee-sim/protocol/payment.ts';
import type { z } from '../../tee-sim/protocol/schema.ts';
import { NetworkError } from './network-error.ts';
import { toQuantity } from './rpc-calls.ts';

export type UserOperation = z.output<typeof userOperationSchema>;

export interface OperationToSend {
  readonly chainId: number;
  /** As the TEE signed it. */
  readonly hash: string;
  readonly sender: Address;
  readonly nonce: bigint;
  readonly entryPoint: Address;
  readonly operation: Record<string, string>;
}

/**
 * @throws NetworkError bad-transaction for one that carries an EIP-7702 delegation: its authorization is a signature of
 * its own, which is not part of what the TEE signs here
 */
export function operationJson(operation: UserOperation, signature: Uint8Array): Record<string, string> {
  const { factory, paymaster } = operation;
  if (operation.delegation !== undefined) throw new NetworkError('bad-transaction');
  return {
    sender: operation.sender,
    nonce: toQuantity(operation.nonce),
    ...(factory === undefined ? {} : { factory: factory.address, factoryData: hex(factory.data) }),
    callData: hex(operation.callData),
    callGasLimit: toQuantity(operation.callGasLimit),
    verificationGasLimit: toQuantity(operation.verificationGasLimit),
    preVerificationGas: toQuantity(operation.preVerificationGas),
    maxFeePerGas: toQuantity(operation.maxFeePerGasWei),
    maxPriorityFeePerGas: toQuantity(operation.maxPriorityFeePerGasWei),
    ...(paymaster === undefined
      ? {}
      : {
          paymaster: paymaster.address,
          paymasterVerificationGasLimit: toQuantity(paymaster.verificationGasLimit),
          paymasterPostOpGasLimit: toQuantity(paymaster.postOpGasLimit),
          paymasterData: hex(paymaster.data),
        }),
    signature: hex(signature),
  };
}

function hex(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`;
}
