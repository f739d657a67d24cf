// GET_SIGNATURE: one signature of a wallet with its bytes.
import { refusal } from '../os/refusals.ts';
import type { Handler } from './call.ts';

/** @throws ITEM_NOT_FOUND unknown-signature · CORRUPT_OBJECT damaged-record */
export const getSignature: Handler<'GET_SIGNATURE'> = ({ params }, { signatures }) => {
  const record = signatures.find(params.walletId, params.number);
  if (record === undefined) throw refusal('unknown-signature');
  return { result: { ...record } };
};
