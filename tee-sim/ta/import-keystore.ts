// IMPORT_KEYSTORE: the key of the keystore that this session opened, as a wallet of one account.
import { refusal } from '../os/refusals.ts';
import { type Handler, requireSession } from './call.ts';
import { heldKeystore } from './keystore-job.ts';
import { newWallet } from './new-wallet.ts';

/** @throws BAD_STATE no-keystore · ACCESS_CONFLICT wallet-exists */
export const importKeystore: Handler<'IMPORT_KEYSTORE'> = (call, ta) => {
  const { id } = requireSession(call);
  const privateKey = heldKeystore(ta.sessions, id)?.key;
  if (privateKey === undefined) throw refusal('no-keystore');
  const secret = { source: 'key', privateKey } as const;
  const committed = () => ta.sessions.drop(id, 'keystore');
  return {
    change: newWallet('IMPORT_KEYSTORE', call, ta, {
      ...{ secret, committed },
      imported: true,
      hasPassphrase: false,
    }),
  };
};
