// IMPORT_KEY: one private key from elsewhere as a wallet of one account.
import { refusal } from '../os/refusals.ts';
import { isPrivateKey } from '../wallet/account-key.ts';
import type { Handler } from './call.ts';
import { newWallet } from './new-wallet.ts';

/** @throws BAD_PARAMETERS not-a-key · ACCESS_CONFLICT wallet-exists */
export const importKey: Handler<'IMPORT_KEY'> = (call, ta) => {
  const [privateKey] = call.secrets;
  if (privateKey === undefined) throw refusal('malformed-parameters');
  if (!isPrivateKey(privateKey)) throw refusal('not-a-key');
  // The OS zeroes it with the request's other secrets.
  const secret = { source: 'key', privateKey } as const;
  return { change: newWallet('IMPORT_KEY', call, ta, { secret, imported: true, hasPassphrase: false }) };
};
