// CANCEL_KEYSTORE: nobody waits for the keystore any more, or wants what it held.
import { type Handler, requireSession } from './call.ts';

export const cancelKeystore: Handler<'CANCEL_KEYSTORE'> = (call, { sessions }) => {
  sessions.drop(requireSession(call).id, 'keystore');
  return { result: {} };
};
