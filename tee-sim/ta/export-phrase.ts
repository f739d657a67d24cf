// EXPORT_PHRASE: the phrase of a wallet to its owner, at Maximum, beside the JSON. Kept in no operation and no log.
import { refusal } from '../os/refusals.ts';
import { entropyToPhrase } from '../wallet/phrase.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { requireWallet } from './wallet-of.ts';

/** @throws BAD_STATE no-phrase · ACCESS_DENIED password-needed */
export const exportPhrase: Handler<'EXPORT_PHRASE'> = (call, ta) => {
  const { walletId } = call.params;
  const { atMs } = call;
  const userId = requireUser(call).id;
  const { source, name, hasPassphrase } = requireWallet(call, ta);
  if (source === 'key') throw refusal('no-phrase');
  const phrase = ta.accountKeys.withSecret(call, walletId, (secret) => {
    if (secret.source !== 'phrase') throw refusal('defect');
    return entropyToPhrase(secret.entropy);
  });
  const record = encodeRecord('EXPORT_PHRASE', call, { wallet: { walletId, name } });
  return {
    change: {
      plaintexts: [record],
      secrets: [phrase],
      store: () => ({ log: { userId, kind: 'wallet', atMs, record }, result: { hasPassphrase } }),
    },
  };
};
