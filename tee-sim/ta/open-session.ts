// OPEN_SESSION: GlobalPlatform's TEEC_OpenSession. Opens one for whoever knows the secret it brings along.
// Leaves no row: callers of LOGIN_PUBLIC are nobody yet, and must not be able to fill an append-only log.
import { DEVICE_OWNER } from '../authorization/layer-2-sessions.ts';
import { refusal } from '../os/refusals.ts';
import { TA_UUID } from '../protocol/commands.ts';
import type { Handler } from './call.ts';

/** @throws ITEM_NOT_FOUND unknown-application (origin TEE) */
export const openSession: Handler<'OPEN_SESSION'> = ({ params, secrets }, { sessions }) => {
  if (params.taUuid !== TA_UUID) throw refusal('unknown-application');
  const [sessionSecret] = secrets;
  if (sessionSecret === undefined) throw refusal('malformed-parameters');
  const { id, userId } = sessions.open(DEVICE_OWNER, sessionSecret);
  return { result: { sessionId: id, userId } };
};
