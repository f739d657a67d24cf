// LOCK_SESSION: wipes the user's key. The session stays open and needs AUTHENTICATE_USER again.
import { type Handler, requireSession } from './call.ts';

export const lockSession: Handler<'LOCK_SESSION'> = (call, { sessions }) => {
  sessions.lock(requireSession(call).id);
  return { result: {} };
};
