// PREPARE_WALLET: draws a phrase for this session. Told once, beside the JSON, and stored nowhere: it becomes a wallet
// once words of it prove that it was written down.
import { type Handler, requireSession, requireUser } from './call.ts';
import { requireRoom } from './new-wallet.ts';
import { holdWallet, PreparedWallet } from './prepared-wallet.ts';

/** Nobody writes words down for a wallet that they cannot have. @throws BAD_STATE wallets-full, accounts-full */
export const prepareWallet: Handler<'PREPARE_WALLET'> = (call, ta) => {
  const { sessions, random } = ta;
  requireRoom(requireUser(call).id, ta);
  const prepared = new PreparedWallet(random, call.params.words);
  holdWallet(sessions, requireSession(call).id, prepared);
  return { result: { wordsToCheck: [...prepared.wordsToCheck] }, secrets: [prepared.phrase()] };
};
