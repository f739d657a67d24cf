// Ethereum transactions as the TEE holds them. Amounts and fees in wei, gas in units.
import type { Address } from '../protocol/payment.ts';
import type { Signature } from './account-key.ts';

/** EIP-2930: storage that the transaction says it will touch. */
export interface AccessListEntry {
  readonly address: Address;
  /** 32 bytes each. */
  readonly storageKeys: readonly Uint8Array[];
}

/** EIP-7702: "let my account run this code". `nonce` is the authority's own. */
export interface Authorization {
  readonly chainId: number;
  readonly address: Address;
  readonly nonce: bigint;
}
export interface SignedAuthorization extends Authorization {
  readonly signature: Signature;
}

interface Common {
  /** Mandatory in every type: what is valid on any chain is not signed. */
  readonly chainId: number;
  /** Below 2⁶⁴−1 (EIP-2681). */
  readonly nonce: bigint;
  readonly gasLimit: bigint;
  readonly valueWei: bigint;
  readonly data: Uint8Array;
}
interface WithGasPrice extends Common {
  readonly gasPriceWei: bigint;
  /** `null` creates a contract. */
  readonly to: Address | null;
}
interface WithFeeMarket extends Common {
  readonly maxFeePerGasWei: bigint;
  readonly maxPriorityFeePerGasWei: bigint;
  readonly accessList: readonly AccessListEntry[];
}

/** EIP-155. */
export interface LegacyTransaction extends WithGasPrice {
  readonly type: 'legacy';
}
export interface Eip2930Transaction extends WithGasPrice {
  readonly type: 'eip2930';
  readonly accessList: readonly AccessListEntry[];
}
export interface Eip1559Transaction extends WithFeeMarket {
  readonly type: 'eip1559';
  readonly to: Address | null;
}
export interface Eip7702Transaction extends WithFeeMarket {
  readonly type: 'eip7702';
  readonly to: Address;
  readonly authorizationList: readonly SignedAuthorization[];
}
export type Transaction = LegacyTransaction | Eip2930Transaction | Eip1559Transaction | Eip7702Transaction;

export interface SignedTransaction {
  readonly transaction: Transaction;
  readonly signature: Signature;
  /** Recovered from the signature. */
  readonly sender: Address;
  /** keccak256 of the raw transaction, 32 bytes. */
  readonly hash: Uint8Array;
}
