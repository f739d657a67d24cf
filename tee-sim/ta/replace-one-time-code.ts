// REPLACE_ONE_TIME_CODE: another authenticator app, and other recovery codes with it.
import { type Handler, requireSession } from './call.ts';
import { changeFactors, newFactorTime } from './factor-change.ts';
import { preparedOf, provenStep } from './registration.ts';

/** @throws BAD_STATE not-prepared · ACCESS_DENIED wrong-proof */
export const replaceOneTimeCode: Handler<'REPLACE_ONE_TIME_CODE'> = (call, ta) => {
  const prepared = preparedOf(call, ta);
  const step = provenStep(prepared, call.params.oneTimeCode, ta);
  const change = changeFactors('REPLACE_ONE_TIME_CODE', call, ta, (before) => {
    const time = newFactorTime(before, call.atMs, ta);
    const after = ta.users.enrolment.withOneTimeCode(before, prepared, step, time);
    return { after, factor: 'one-time-code', endsOthers: true };
  });
  const committed = (): void => {
    change.committed?.();
    ta.sessions.drop(requireSession(call).id, 'factors');
  };
  return { change: { ...change, committed } };
};
