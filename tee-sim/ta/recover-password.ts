// RECOVER_PASSWORD: the recovery words open the user's key where the password is forgotten, and another password wraps
// it. Every session of the user ends.
import { secretsOf, wipeUser } from '../authorization/user-record.ts';
import { refusal } from '../os/refusals.ts';
import { wipe } from '../protocol/bytes.ts';
import type { Handler } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { requirePasswordLength } from './registration.ts';

/** @throws BAD_PARAMETERS password-too-short · ACCESS_DENIED locked-out, wrong-proof */
export const recoverPassword: Handler<'RECOVER_PASSWORD'> = (call, ta) => {
  const [words, password] = call.secrets;
  if (words === undefined || password === undefined) throw refusal('malformed-parameters');
  requirePasswordLength(password, ta);
  const { user, userKey, settle } = ta.authenticator.recover(call.params.name, words, call);
  try {
    const time = { atMs: call.atMs, countsFromMs: 0 };
    const after = ta.users.enrolment.withPassword(user, userKey, password, time);
    const { userId } = user;
    const record = encodeRecord('RECOVER_PASSWORD', call, { userId, factor: 'password' });
    return {
      change: {
        plaintexts: [record, ...secretsOf(user)],
        store(tx) {
          tx.forgetReplaced();
          ta.users.put(tx, after);
          settle(tx);
          return { log: { userId, kind: 'user', atMs: call.atMs, record }, result: {} };
        },
        committed: () => ta.sessions.closeUser(userId),
      },
    };
  } catch (error) {
    wipeUser(user);
    throw error;
  } finally {
    wipe(userKey);
  }
};
