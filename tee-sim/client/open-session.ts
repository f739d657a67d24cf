// Opens a session: challenge, the client's proof, a fresh secret. Keeps the one record of the session from then on.
// Must never leave the secret of a session behind that did not come to be.
import { bytesToBase64Url, wipe } from '../protocol/bytes.ts';
import { TA_UUID } from '../protocol/commands.ts';
import { LOGIN_METHODS } from '../protocol/commands-users.ts';
import type { UserSummary } from '../protocol/factors.ts';
import type { SessionId } from '../protocol/schema.ts';
import type { AttestedTee, Channel } from './attestor.ts';
import type { ClientProver } from './client-proof.ts';
import { performRequest, plainRequest } from './one-request.ts';

const SESSION_SECRET_BYTES = 32;

/** What OPEN_SESSION told of the client, as it was then. */
export interface SessionView {
  readonly clientName: string;
  readonly ownerExists: boolean;
  /** Nothing but CONFIRM_CLIENT_PROGRAM, and the login for it, is served. */
  readonly programChanged: boolean;
}

export interface Session {
  /** Rotated at login. */
  id: SessionId;
  user: UserSummary | undefined;
  readonly view: SessionView;
  readonly secret: Uint8Array;
  readonly bootId: Uint8Array;
}

/** GET_CHALLENGE, proof, OPEN_SESSION. @throws InvokeError · what the prover throws */
export async function openSession(
  channel: Channel,
  tee: AttestedTee,
  prover: ClientProver,
): Promise<Session> {
  const { bootId } = tee.document;
  const [login] = LOGIN_METHODS;
  const { challenge } = (await performRequest(channel, tee, plainRequest('GET_CHALLENGE', {}))).result;
  const secret = channel.random(SESSION_SECRET_BYTES);
  try {
    const secretDigest = channel.engine.sm3(secret);
    const { certificate, signature } = await prover.prove({ bootId, challenge, login, secretDigest });
    const params = {
      taUuid: TA_UUID,
      login,
      challenge: bytesToBase64Url(challenge),
      certificate: bytesToBase64Url(certificate),
      signature: bytesToBase64Url(signature),
    };
    const request = { ...plainRequest('OPEN_SESSION', params), secrets: [secret] };
    const { sessionId, ...view } = (await performRequest(channel, tee, request)).result;
    return { id: sessionId, user: undefined, view, secret, bootId };
  } catch (error) {
    wipe(secret);
    throw error;
  }
}
