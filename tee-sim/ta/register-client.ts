// REGISTER_CLIENT: another client program, with what it may do at most. A revoked one can come back only this way.
import { isAddressRange } from '../authorization/address-range.ts';
import { refusal } from '../os/refusals.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws BAD_PARAMETERS malformed · ACCESS_CONFLICT client-exists · BAD_STATE clients-full */
export const registerClient: Handler<'REGISTER_CLIENT'> = (call, { clients, policy }) => {
  const { params, atMs } = call;
  const userId = requireUser(call).id;
  const { ipRestrictions = [] } = params.permissions;
  if (!ipRestrictions.every(isAddressRange)) throw refusal('malformed-parameters');
  const inUse = clients.list().filter(({ revokedAtMs }) => revokedAtMs === undefined);
  if (inUse.some(({ clientId }) => clientId === params.clientId)) throw refusal('client-exists');
  if (inUse.length >= policy.current.clientVerification.maxClients) throw refusal('clients-full');
  const record = encodeRecord('REGISTER_CLIENT', call, { client: params });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        clients.put(tx, { ...params, registeredAtMs: atMs }, userId);
        return { log: { userId, kind: 'client', atMs, record }, result: {} };
      },
    },
  };
};
