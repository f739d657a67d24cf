// PREPARE_TRANSACTION: a transaction from a form or as unsigned bytes, shown before it is signed.

import { refusal } from '../os/refusals.ts';
import { equalBytes } from '../protocol/bytes.ts';
import type { Address } from '../protocol/payment.ts';
import type { Account } from '../protocol/wallets.ts';
import type { AccountKey } from '../wallet/account-key.ts';
import { decodeTransaction, maxFeeWei } from '../wallet/decode.ts';
import { bundledTokens } from '../wallet/known-contracts.ts';
import type { Transaction } from '../wallet/transaction.ts';
import { parseUnsigned, serializeUnsigned, signTransaction } from '../wallet/transaction-codec.ts';
import type { Handler } from './call.ts';
import { prepareReview } from './prepare-review.ts';
import type { MadeSignature, Signable } from './signable.ts';

/** @throws as the wallet's codec · what `prepareReview` throws */
export const prepareTransaction: Handler<'PREPARE_TRANSACTION'> = (call, ta) => {
  const asked = call.params.transaction;
  return prepareReview('PREPARE_TRANSACTION', call, ta, (account) =>
    transactionOf('unsigned' in asked ? parseUnsigned(asked.unsigned) : asked, account),
  );
};

function transactionOf(transaction: Transaction, { address }: Account): Signable {
  const bytes = serializeUnsigned(transaction);
  return {
    kind: 'transaction',
    chainId: transaction.chainId,
    bytes,
    decoded: decodeTransaction(transaction, address, bundledTokens),
    feeWei: maxFeeWei(transaction),
    nonce: transaction.nonce,
    sign: (_hash, key) => signed(transaction, { bytes, address }, key),
  };
}

/** What is answered is read again: it has to be what was shown, from whom it was shown, and nothing else. */
function signed(
  transaction: Transaction,
  shown: { readonly bytes: Uint8Array; readonly address: Address },
  key: AccountKey,
): MadeSignature {
  const { signature, raw, hash, sender, transaction: reread } = signTransaction(transaction, key);
  const same = equalBytes(serializeUnsigned(reread), shown.bytes) && sender === shown.address;
  if (!same) throw refusal('defect');
  return { signature, transaction: { raw, hash } };
}
