// AUTHENTICATE_USER: S2's authenticate_session. Makes the caller's session the user's, under a new id.
import { refusal } from '../os/refusals.ts';
import { wipe } from '../protocol/bytes.ts';
import { type Handler, requireSession } from './call.ts';

/** @throws BAD_STATE no-owner · BAD_PARAMETERS malformed without a proof · what `Authenticator.verify` throws */
export const authenticateUser: Handler<'AUTHENTICATE_USER'> = (call, ta) => {
  const { id } = requireSession(call);
  const { proof, proofPasswords, trace, atMs, requestDigest } = call;
  if (!ta.users.ownerExists()) throw refusal('no-owner');
  if (proof === undefined) throw refusal('malformed-parameters');
  const context = { trace, layer: 2, atMs, requestDigest } as const;
  const { user, factors, userKey } = ta.authenticator.verify(proof.factors, proofPasswords, context);
  try {
    const { enhancedFactors } = ta.policy.current.userAuthentication;
    const counts = factors.some((factor) => enhancedFactors.includes(factor));
    const summary = ta.users.summaryOf(user.id);
    const session = ta.sessions.login(id, user, userKey, counts);
    return { result: { sessionId: session.id, user: summary } };
  } catch (error) {
    wipe(userKey);
    throw error;
  }
};
