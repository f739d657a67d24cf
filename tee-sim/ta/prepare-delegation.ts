// PREPARE_DELEGATION: an EIP-7702 authorization, which hands the whole account to a contract, shown before it is signed.
import { signDigest } from '../wallet/account-key.ts';
import { authorizationBytes } from '../wallet/authorization.ts';
import { decodeAuthorization } from '../wallet/decode.ts';
import type { Handler } from './call.ts';
import { prepareReview } from './prepare-review.ts';

/** @throws as the wallet's hash of it · what `prepareReview` throws */
export const prepareDelegation: Handler<'PREPARE_DELEGATION'> = (call, ta) => {
  const { authorization } = call.params;
  return prepareReview('PREPARE_DELEGATION', call, ta, ({ address }) => ({
    kind: 'delegation',
    chainId: authorization.chainId,
    bytes: authorizationBytes(authorization),
    decoded: decodeAuthorization(authorization, address),
    feeWei: 0n,
    nonce: authorization.nonce,
    sign: (hash, key) => ({ signature: signDigest(hash, key) }),
  }));
};
