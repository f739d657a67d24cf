// CREATE_WALLET: the prepared phrase as a wallet, once words of it prove that somebody wrote it down.
import { wipeSecret } from '../authorization/wallet-keys.ts';
import { refusal } from '../os/refusals.ts';
import { pinnedCopy } from '../protocol/bytes.ts';
import { entropyToSeed } from '../wallet/hd-key.ts';
import { type Handler, requireSession } from './call.ts';
import { newWallet } from './new-wallet.ts';
import { heldWallet } from './prepared-wallet.ts';

/** @throws BAD_STATE not-prepared · BAD_PARAMETERS words-do-not-match, malformed */
export const createWallet: Handler<'CREATE_WALLET'> = (call, ta) => {
  const { id } = requireSession(call);
  const [passphrase] = call.secrets;
  if (passphrase === undefined) throw refusal('malformed-parameters');
  const prepared = heldWallet(ta.sessions, id);
  if (prepared === undefined) throw refusal('not-prepared');
  if (!prepared.matches(call.params.checkedWords)) {
    if (!prepared.mayTryAgain()) ta.sessions.drop(id, 'wallet');
    throw refusal('words-do-not-match');
  }
  const seed = entropyToSeed(prepared.entropy, passphrase);
  const secret = { source: 'phrase', entropy: pinnedCopy(prepared.entropy), seed } as const;
  try {
    const hasPassphrase = passphrase.length > 0;
    const committed = () => ta.sessions.drop(id, 'wallet');
    return {
      change: newWallet('CREATE_WALLET', call, ta, { secret, imported: false, hasPassphrase, committed }),
    };
  } finally {
    wipeSecret(secret);
  }
};
