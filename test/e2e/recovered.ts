// What tools that are not ours read out of what was signed: whose it is, and what it says.
import { Transaction, verifyMessage, verifyTypedData } from 'ethers';
import {
  parseTransaction,
  recoverMessageAddress,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  type TransactionSerialized,
} from 'viem';
import { expect } from '../helpers/app-fixture.ts';

export interface Sent {
  readonly chainId: number;
  readonly nonce: number;
  readonly to: string;
  readonly value: bigint;
}

/** viem and ethers agree: signed by `signer`, and nothing else than `sent`. */
export async function expectSignedBy(raw: `0x${string}`, signer: string, sent: Sent): Promise<void> {
  const serialized = raw as TransactionSerialized;
  expect(await recoverTransactionAddress({ serializedTransaction: serialized })).toBe(signer);
  const { chainId, nonce = 0, to, value = 0n } = parseTransaction(serialized);
  expect({ chainId, nonce, to: to?.toLowerCase(), value }).toEqual({ ...sent, to: sent.to.toLowerCase() });
  const read = Transaction.from(raw);
  expect({ from: read.from, to: read.to, value: read.value }).toEqual({
    from: signer,
    to: sent.to,
    value: sent.value,
  });
}

export async function expectMessageSignedBy(
  signature: `0x${string}`,
  signer: string,
  message: string,
): Promise<void> {
  expect(await recoverMessageAddress({ message, signature })).toBe(signer);
  expect(verifyMessage(message, signature)).toBe(signer);
}

interface TypedData {
  readonly types: Record<string, { name: string; type: string }[]>;
  readonly primaryType: string;
  readonly domain: Record<string, unknown>;
  readonly message: Record<string, unknown>;
}

export async function expectTypedDataSignedBy(
  signature: `0x${string}`,
  signer: string,
  typedData: TypedData,
): Promise<void> {
  expect(await recoverTypedDataAddress({ ...typedData, signature })).toBe(signer);
  const { EIP712Domain: _ofTheDomain, ...types } = typedData.types;
  expect(verifyTypedData(typedData.domain, types, typedData.message, signature)).toBe(signer);
}
