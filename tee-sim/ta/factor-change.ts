// What every change of one's own factors shares: the record before, when the new factor counts, and how it is stored.
import type { EnrolmentTime } from '../authorization/enrolment.ts';
import { canReachMaximum } from '../authorization/policy-changes.ts';
import { secretsOf, type UserRecord, wipeUser } from '../authorization/user-record.ts';
import { refusal } from '../os/refusals.ts';
import type { CommandName } from '../protocol/commands.ts';
import type { Factor } from '../protocol/factors.ts';
import { type Call, type Change, requireSession, requireUser, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** What a command makes of the user's record. */
export interface FactorChange {
  readonly after: UserRecord;
  readonly factor: Factor;
  /** Whoever else is logged in as the user no longer is. */
  readonly endsOthers: boolean;
}

/**
 * Stores what `change` makes of the record of the user who acts. Its secrets are zeroed however that ends.
 * @throws ITEM_NOT_FOUND unknown-user · what `change` throws
 */
export function changeFactors<C extends CommandName>(
  command: C,
  call: Call<C>,
  ta: TaServices,
  change: (before: UserRecord) => FactorChange,
): Change<Record<string, never>> {
  const { id } = requireSession(call);
  const before = ta.users.find(requireUser(call).id);
  if (before === undefined) throw refusal('unknown-user');
  try {
    const { after, factor, endsOthers } = change(before);
    const { userId } = after;
    const record = encodeRecord(command, call, { userId, factor });
    return {
      plaintexts: [record, ...secretsOf(before), ...secretsOf(after)],
      store(tx) {
        // A password that somebody learnt must not open what is left of the record that it wrapped.
        tx.forgetReplaced();
        ta.users.put(tx, after);
        ta.runningTime.record(tx);
        return { log: { userId, kind: 'user', atMs: call.atMs, record }, result: {} };
      },
      committed: () => {
        if (endsOthers) ta.sessions.closeUser(userId, id);
      },
    };
  } catch (error) {
    wipeUser(before);
    throw error;
  }
}

/** A factor added by somebody who has only one counts later: whoever stole that one has gained nothing yet. */
export function newFactorTime(user: UserRecord, atMs: number, ta: TaServices): EnrolmentTime {
  const { current } = ta.policy;
  const twoFactors = canReachMaximum(ta.users.summary(user).factors, current);
  const { newFactorWaitMs } = current.userAuthentication;
  return { atMs, countsFromMs: twoFactors ? 0 : ta.runningTime.nowMs() + newFactorWaitMs };
}
