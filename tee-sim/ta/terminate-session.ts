// TERMINATE_SESSION: ends another session, or the caller's own, by the name that lists give it.
import { refusal } from '../os/refusals.ts';
import { type Handler, requireUser } from './call.ts';
import { visibleSessions } from './list-sessions.ts';
import { encodeRecord } from './log-record.ts';

/** @throws ITEM_NOT_FOUND unknown-session, also for one that the caller may not know of */
export const terminateSession: Handler<'TERMINATE_SESSION'> = (call, { sessions }) => {
  const { id: userId } = requireUser(call);
  const ended = visibleSessions(call, sessions).find(({ ref }) => ref === call.params.ref);
  if (ended === undefined) throw refusal('unknown-session');
  const { ref, clientName, user } = ended;
  const record = encodeRecord('TERMINATE_SESSION', call, { ref, clientName, userName: user?.name });
  return {
    change: {
      plaintexts: [record],
      store: () => ({ log: { userId, kind: 'session', atMs: call.atMs, record }, result: {} }),
      committed: () => sessions.terminate(ref),
    },
  };
};
