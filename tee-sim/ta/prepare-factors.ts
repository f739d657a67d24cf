// PREPARE_FACTORS: draws a one-time-code secret, recovery codes and recovery words for this session. Shown once,
// stored nowhere: they count only once a later command proves that a person has them.
import { base32 } from '../authorization/base32.ts';
import { oneTimeCodeUri } from '../authorization/one-time-code.ts';
import { prepareFactors as draw, holdFactors } from '../authorization/prepared-factors.ts';
import { type Handler, requireSession } from './call.ts';

export const prepareFactors: Handler<'PREPARE_FACTORS'> = (call, { sessions, random }) => {
  const { name } = call.params;
  const prepared = draw(random, name);
  holdFactors(sessions, requireSession(call).id, prepared);
  const { oneTimeSecret, recoveryCodes, words, wordsToCheck } = prepared;
  return {
    result: {
      oneTimeCodeSecret: base32(oneTimeSecret),
      oneTimeCodeUri: oneTimeCodeUri(oneTimeSecret, name),
      recoveryCodes: [...recoveryCodes],
      recoveryWords: [...words],
      wordsToCheck: [...wordsToCheck],
    },
  };
};
