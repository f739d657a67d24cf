// CLOSE_SESSION: GlobalPlatform's TEEC_CloseSession. Ends the caller's own session and wipes its secret.
import { type Handler, requireSession } from './call.ts';

export const closeSession: Handler<'CLOSE_SESSION'> = (call, { sessions }) => {
  sessions.close(requireSession(call).id);
  return { result: {} };
};
