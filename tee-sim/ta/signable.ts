// What is to be signed, whatever its kind: its bytes, what they mean, and how a key signs them.

import type { Decoded } from '../protocol/decoded.ts';
import type { ReviewInput, SignatureKind } from '../protocol/review.ts';
import type { Account } from '../protocol/wallets.ts';
import type { AccountKey, Signature } from '../wallet/account-key.ts';

export interface Signable {
  readonly kind: SignatureKind;
  /** Absent for what no chain binds. */
  readonly chainId: number | undefined;
  /** What is hashed: the hash of these very bytes is shown, and signed. */
  readonly bytes: Uint8Array;
  readonly decoded: Decoded;
  /** At the most. */
  readonly feeWei: bigint;
  readonly nonce?: bigint;
  /** Of typed data: every value. */
  readonly leaves?: ReviewInput['leaves'];
  /** `hash` is keccak256 of `bytes`. */
  readonly sign: (hash: Uint8Array, key: AccountKey) => MadeSignature;
}

export interface MadeSignature {
  readonly signature: Signature;
  readonly transaction?: { readonly raw: Uint8Array; readonly hash: Uint8Array };
  readonly userOperationHash?: Uint8Array;
}

/** What `account` is asked to sign. */
export type SignableFor = (account: Account) => Signable;
