// CHANGE_PASSWORD: wraps the user's own key anew. Whoever else is logged in as the user no longer is.
import { refusal } from '../os/refusals.ts';
import { type Handler, requireSession } from './call.ts';
import { changeFactors } from './factor-change.ts';
import { requirePasswordLength } from './registration.ts';

/** @throws BAD_PARAMETERS password-too-short · ACCESS_DENIED password-needed when the session holds no key */
export const changePassword: Handler<'CHANGE_PASSWORD'> = (call, ta) => {
  const [password] = call.secrets;
  if (password === undefined) throw refusal('malformed-parameters');
  requirePasswordLength(password, ta);
  const userKey = ta.sessions.userKey(requireSession(call).id);
  if (userKey === undefined) throw refusal('password-needed');
  const time = { atMs: call.atMs, countsFromMs: 0 };
  return {
    change: changeFactors('CHANGE_PASSWORD', call, ta, (before) => {
      const after = ta.users.enrolment.withPassword(before, userKey, password, time);
      return { after, factor: 'password', endsOthers: true };
    }),
  };
};
