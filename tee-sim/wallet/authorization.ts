// EIP-7702 authorizations: a signature that hands the whole account to a contract. Dangerous by nature; never for any chain.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes } from '../protocol/bytes.ts';
import type { Address } from '../protocol/payment.ts';
import { type AccountKey, recoverSigner, signDigest } from './account-key.ts';
import { refuse } from './refuse.ts';
import { encodeRlp } from './rlp.ts';
import type { Authorization, SignedAuthorization } from './transaction.ts';
import { checkChainId } from './transaction-fields.ts';
import { addressToBytes, checkUint, MAX_UINT64, uintToMinimalBytes } from './uint.ts';

const MAGIC = Uint8Array.of(0x05);

/** 0x05 ‖ rlp([chainId, address, nonce]). @throws BAD_PARAMETERS chain-id-missing for chain id 0 · BAD_FORMAT transaction-format */
export function authorizationBytes({ chainId, address, nonce }: Authorization): Uint8Array {
  if (checkUint(nonce, 64, 'transaction-format') === MAX_UINT64) refuse('transaction-format');
  const fields = [uintToMinimalBytes(BigInt(checkChainId(chainId))), addressToBytes(address)];
  return concatBytes(MAGIC, encodeRlp([...fields, uintToMinimalBytes(nonce)]));
}

/** keccak256 of `authorizationBytes`, 32 bytes. @throws as `authorizationBytes` */
export function authorizationHash(authorization: Authorization): Uint8Array {
  return keccak_256(authorizationBytes(authorization));
}

/** @throws as `authorizationHash` and `signDigest` */
export function signAuthorization(authorization: Authorization, key: AccountKey): SignedAuthorization {
  const { chainId, address, nonce } = authorization;
  return { chainId, address, nonce, signature: signDigest(authorizationHash(authorization), key) };
}

/** Whose account it hands over. @throws as `authorizationHash` and `recoverSigner` */
export function authorityOf(authorization: SignedAuthorization): Address {
  return recoverSigner(authorizationHash(authorization), authorization.signature);
}
