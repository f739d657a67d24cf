// REVOKE_CLIENT: a client program that may do nothing any more. It stays in the registry, as revoked.
import { refusal } from '../os/refusals.ts';
import { type Handler, requireSession, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws ITEM_NOT_FOUND unknown-client-id · BAD_STATE own-client */
export const revokeClient: Handler<'REVOKE_CLIENT'> = (call, { clients, sessions }) => {
  const { clientId } = call.params;
  const { atMs } = call;
  const userId = requireUser(call).id;
  const known = clients.find(clientId);
  if (known === undefined || known.revokedAtMs !== undefined) throw refusal('unknown-client-id');
  if (clientId === requireSession(call).client.id) throw refusal('own-client');
  const record = encodeRecord('REVOKE_CLIENT', call, { client: { clientId, name: known.name } });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        clients.put(tx, { ...known, revokedAtMs: atMs }, userId);
        return { log: { userId, kind: 'client', atMs, record }, result: {} };
      },
      committed: () => sessions.closeClient(clientId),
    },
  };
};
