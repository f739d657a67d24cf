// What both registrations share: proof that a person holds the prepared factors, and the new user's record.
import { acceptedStep } from '../authorization/one-time-code.ts';
import { countCharacters } from '../authorization/password.ts';
import { heldFactors, type PreparedFactors } from '../authorization/prepared-factors.ts';
import { secretsOf } from '../authorization/user-record.ts';
import { normalizedName } from '../authorization/users.ts';
import { refusal } from '../os/refusals.ts';
import type { CommandAnswer } from '../protocol/commands.ts';
import { type Call, type Change, requireSession, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';

type Registration = 'REGISTER_OWNER' | 'REGISTER_USER';

/** Before any code of a secret was accepted. */
const NO_STEP = -1;

/**
 * @throws BAD_STATE not-prepared · BAD_PARAMETERS password-too-short, words-do-not-match · ACCESS_CONFLICT name-taken ·
 *   ACCESS_DENIED wrong-proof for a wrong one-time code
 */
export function register(
  command: Registration,
  call: Call<Registration>,
  ta: TaServices,
): Change<CommandAnswer<Registration>> {
  const { name, oneTimeCode, checkedWords, typing } = call.params;
  const [password] = call.secrets;
  if (password === undefined) throw refusal('malformed-parameters');
  const prepared = preparedOf(call, ta);
  if (normalizedName(prepared.name) !== normalizedName(name)) throw refusal('not-prepared');
  requirePasswordLength(password, ta);
  if (ta.users.idOf(name) !== undefined) throw refusal('name-taken');
  const words = prepared.wordsToCheck.map((place) => prepared.words[place]);
  const repeated = checkedWords.every((word, i) => word.trim().toLowerCase() === words[i]);
  if (!repeated) throw refusal('words-do-not-match');
  const oneTimeStep = provenStep(prepared, oneTimeCode, ta);
  const { userId, role } = ta.users.newIdentity();
  // Onboarding's factors count at once.
  const time = { atMs: call.atMs, countsFromMs: 0 };
  const user = ta.users.enrolment.newUser({
    ...{ userId, name, role, password, prepared, oneTimeStep, typing },
    ...time,
  });
  const factors = ta.users.summary(user).factors.map(({ factor }) => factor);
  const record = encodeRecord(command, call, { userId, name, role, factors });
  return {
    plaintexts: [record, ...secretsOf(user)],
    store(tx) {
      ta.users.put(tx, user);
      const log = { userId, kind: 'user', atMs: call.atMs, record } as const;
      return { log, result: { userId, name, role } };
    },
    committed: () => ta.sessions.drop(requireSession(call).id, 'factors'),
  };
}

/** What PREPARE_FACTORS drew for this session. @throws BAD_STATE not-prepared */
export function preparedOf(call: Pick<Call<'PREPARE_FACTORS'>, 'session'>, ta: TaServices): PreparedFactors {
  const prepared = heldFactors(ta.sessions, requireSession(call).id);
  if (prepared === undefined) throw refusal('not-prepared');
  return prepared;
}

/** The step of a code that the person's app made of the prepared secret. @throws ACCESS_DENIED wrong-proof */
export function provenStep({ oneTimeSecret }: PreparedFactors, code: string, ta: TaServices): number {
  const step = acceptedStep(oneTimeSecret, code, ta.clock.laterMs(), NO_STEP);
  if (step === undefined) throw refusal('wrong-proof');
  return step;
}

/** @throws BAD_PARAMETERS password-too-short */
export function requirePasswordLength(password: Uint8Array, { policy }: TaServices): void {
  const { minPasswordCharacters } = policy.current.userAuthentication;
  if (countCharacters(password) < minPasswordCharacters) throw refusal('password-too-short');
}
