// LIST_USERS: who there is on the device. Which factors somebody has is for themselves and the device owner.
import { type Handler, requireUser } from './call.ts';

export const listUsers: Handler<'LIST_USERS'> = (call, { users }) => {
  const { id, role } = requireUser(call);
  const shown = users.list().map((user) => {
    const mayKnow = role === 'device-owner' || user.userId === id;
    return mayKnow ? user : { ...user, factors: [] };
  });
  return { result: { users: shown } };
};
