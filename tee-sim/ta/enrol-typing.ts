// ENROL_TYPING: the rhythm of the public phrase, as a template; the samples themselves are not kept.
import type { Handler } from './call.ts';
import { changeFactors, newFactorTime } from './factor-change.ts';

export const enrolTyping: Handler<'ENROL_TYPING'> = (call, ta) => ({
  change: changeFactors('ENROL_TYPING', call, ta, (before) => {
    const time = newFactorTime(before, call.atMs, ta);
    const after = ta.users.enrolment.withTyping(before, call.params.typing, time);
    return { after, factor: 'typing', endsOthers: false };
  }),
});
