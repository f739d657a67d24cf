// People, tokens of three standards, and transactions between them.
import { ethers } from 'ethers';
import { hexToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import type { Address } from '../../../../tee-sim/protocol/payment.ts';
import type { TokenStandard } from '../../../../tee-sim/wallet/decoded.ts';
import type { Transaction } from '../../../../tee-sim/wallet/transaction.ts';
import { bytesToAddress } from '../../../../tee-sim/wallet/uint.ts';

const party = (byte: number): Address => bytesToAddress(new Uint8Array(20).fill(byte));
export const ME = party(1);
export const BOB = party(2);
export const COIN = party(3);
export const ART = party(4);
export const GAMES = party(5);
export const STRANGE = party(6);

const STANDARDS = new Map<Address, TokenStandard>([
  [COIN, 'erc20'],
  [ART, 'erc721'],
  [GAMES, 'erc1155'],
]);
/** Of chain 1. */
export const TOKENS = {
  standardOf: (chainId: number, contract: Address) => (chainId === 1 ? STANDARDS.get(contract) : undefined),
};

export const TRANSFER = 'transfer(address,uint256)';

/** A call's bytes, as ethers writes them. */
export function call(signature: string, ...values: unknown[]): Uint8Array {
  const name = signature.slice(0, signature.indexOf('('));
  return hexToBytes(
    new ethers.Interface([`function ${signature}`]).encodeFunctionData(name, values).slice(2),
  );
}

/** 100 gas at 7 wei. */
export function to(target: Address | null, data: Uint8Array = new Uint8Array(0), valueWei = 0n): Transaction {
  const base = { type: 'eip1559', chainId: 1, nonce: 0n, gasLimit: 100n, accessList: [] } as const;
  return { ...base, to: target, data, valueWei, maxFeePerGasWei: 7n, maxPriorityFeePerGasWei: 1n };
}
