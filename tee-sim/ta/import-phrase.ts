// IMPORT_PHRASE: a phrase from elsewhere as a wallet, in any spelling that means the same words.
import { type WalletSecret, wipeSecret } from '../authorization/wallet-keys.ts';
import { refusal } from '../os/refusals.ts';
import { wipe } from '../protocol/bytes.ts';
import { entropyToSeed } from '../wallet/hd-key.ts';
import { phraseToEntropy } from '../wallet/phrase.ts';
import type { Handler } from './call.ts';
import { newWallet } from './new-wallet.ts';

/** @throws BAD_PARAMETERS wrong-word-count, unknown-word, wrong-checksum, malformed · ACCESS_CONFLICT wallet-exists */
export const importPhrase: Handler<'IMPORT_PHRASE'> = (call, ta) => {
  const [phrase, passphrase] = call.secrets;
  if (phrase === undefined || passphrase === undefined) throw refusal('malformed-parameters');
  const secret = secretOf(phrase, passphrase);
  try {
    const hasPassphrase = passphrase.length > 0;
    return { change: newWallet('IMPORT_PHRASE', call, ta, { secret, imported: true, hasPassphrase }) };
  } finally {
    wipeSecret(secret);
  }
};

function secretOf(phrase: Uint8Array, passphrase: Uint8Array): WalletSecret {
  const entropy = phraseToEntropy(phrase);
  try {
    return { source: 'phrase', entropy, seed: entropyToSeed(entropy, passphrase) };
  } catch (error) {
    wipe(entropy);
    throw error;
  }
}
