// REMOVE_FACTOR: takes one of the user's factors away, as long as Maximum can still be reached without it.
import { canReachMaximum } from '../authorization/policy-changes.ts';
import { enrolments, type UserRecord } from '../authorization/user-record.ts';
import { refusal } from '../os/refusals.ts';
import type { ParsedParams } from '../protocol/commands.ts';
import type { Handler } from './call.ts';
import { changeFactors } from './factor-change.ts';

type Removable = ParsedParams<'REMOVE_FACTOR'>['factor'];

/** @throws ITEM_NOT_FOUND unknown-factor · BAD_STATE factor-needed */
export const removeFactor: Handler<'REMOVE_FACTOR'> = (call, ta) => ({
  change: changeFactors('REMOVE_FACTOR', call, ta, (before) => {
    const { factor } = call.params;
    if (!enrolments(before).some((one) => one.factor === factor)) throw refusal('unknown-factor');
    const after = without(before, factor);
    if (!canReachMaximum(ta.users.summary(after).factors, ta.policy.current)) throw refusal('factor-needed');
    return { after, factor, endsOthers: false };
  }),
});

/** Recovery codes stand in for the one-time code, and go with it: they alone would run out. */
function without(user: UserRecord, factor: Removable): UserRecord {
  const { oneTimeCode: _code, recoveryCodes: _codes, typing: _typing, ...rest } = user;
  const { oneTimeCode, recoveryCodes, typing } = user;
  const codes = factor === 'one-time-code' ? {} : { oneTimeCode };
  const recovery = factor === 'typing' ? { recoveryCodes } : {};
  return { ...rest, ...codes, ...recovery, ...(factor === 'typing' ? {} : { typing }) };
}
