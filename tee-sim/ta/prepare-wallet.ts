// PREPARE_WALLET: draws a phrase for this session. Told once, beside the JSON, and stored nowhere: it becomes a wallet
// once words of it prove that it was written down.
import { type Handler, requireSession } from './call.ts';
import { holdWallet, PreparedWallet } from './prepared-wallet.ts';

export const prepareWallet: Handler<'PREPARE_WALLET'> = (call, { sessions, random }) => {
  const prepared = new PreparedWallet(random, call.params.words);
  holdWallet(sessions, requireSession(call).id, prepared);
  return { result: { wordsToCheck: [...prepared.wordsToCheck] }, secrets: [prepared.phrase()] };
};
