// LIST_SESSIONS: the user's own sessions; the device owner sees everyone's.
import type { SessionView } from '../authorization/session.ts';
import { type Handler, requireSession, requireUser, type TaServices } from './call.ts';

export const listSessions: Handler<'LIST_SESSIONS'> = (call, { sessions }) => {
  const current = sessions.ref(requireSession(call).id);
  const visible = visibleSessions(call, sessions);
  return {
    result: {
      sessions: visible.map(({ user, ...view }) => ({
        ...view,
        ...(user === undefined ? {} : { userName: user.name }),
        current: view.ref === current,
      })),
    },
  };
};

/** Those that the caller may know of. */
export function visibleSessions(
  call: Parameters<typeof requireUser>[0],
  sessions: Pick<TaServices['sessions'], 'list'>,
): SessionView[] {
  const { id, role } = requireUser(call);
  return sessions.list().filter(({ user }) => role === 'device-owner' || user?.id === id);
}
