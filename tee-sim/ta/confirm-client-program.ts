// CONFIRM_CLIENT_PROGRAM: after an update, the program that sent this request becomes its client's registered one.
// A window whose key is new, because the one before was lost, is registered here: the number of clients cannot stand
// against it, or nobody could ever revoke one again.
import { windowClient } from '../authorization/clients.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { type Handler, requireSession, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

export const confirmClientProgram: Handler<'CONFIRM_CLIENT_PROGRAM'> = (call, { clients }) => {
  const { atMs, client } = call;
  const userId = requireUser(call).id;
  const { id } = requireSession(call).client;
  // Layer 1 let nobody pass who is neither registered nor the window.
  const known = clients.find(id);
  const confirmed = {
    ...(known ?? windowClient(id, client.measurement, atMs)),
    binaryHash: bytesToHex(client.measurement),
  };
  const { clientId, name, binaryHash } = confirmed;
  const changed = { clientId, name, from: known?.binaryHash, to: binaryHash };
  const record = encodeRecord('CONFIRM_CLIENT_PROGRAM', call, { client: changed });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        clients.put(tx, confirmed, userId);
        return { log: { userId, kind: 'client', atMs, record }, result: {} };
      },
    },
  };
};
