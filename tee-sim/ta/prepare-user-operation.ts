// PREPARE_USER_OPERATION: an ERC-4337 UserOperation, shown before it is signed. Its sender is a contract account, which
// the signing account merely owns.

import { signDigest } from '../wallet/account-key.ts';
import { decodeUserOperation } from '../wallet/decode.ts';
import { bundledTokens } from '../wallet/known-contracts.ts';
import { maxUserOperationFeeWei, userOperationBytes, userOperationHash } from '../wallet/user-operation.ts';
import type { Handler } from './call.ts';
import { prepareReview } from './prepare-review.ts';

/** @throws as the wallet's hash of it · what `prepareReview` throws */
export const prepareUserOperation: Handler<'PREPARE_USER_OPERATION'> = (call, ta) => {
  const { target, userOperation } = call.params;
  return prepareReview('PREPARE_USER_OPERATION', call, ta, () => ({
    kind: 'user-operation',
    chainId: target.chainId,
    bytes: userOperationBytes(userOperation, target),
    decoded: decodeUserOperation(userOperation, target, bundledTokens),
    feeWei: maxUserOperationFeeWei(userOperation),
    nonce: userOperation.nonce,
    sign: (hash, key) => ({
      signature: signDigest(hash, key),
      userOperationHash: userOperationHash(userOperation, target),
    }),
  }));
};
