// GET_KEYSTORE: how far the keystore is that this session opens.
import { type Handler, requireSession } from './call.ts';
import { heldKeystore } from './keystore-job.ts';

export const getKeystore: Handler<'GET_KEYSTORE'> = (call, { sessions }) => {
  const job = heldKeystore(sessions, requireSession(call).id);
  return { result: job === undefined ? { state: 'none' } : job.state };
};
