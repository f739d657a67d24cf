// LIST_CLIENTS: every client program there is, revoked ones too.
import { type Handler, requireSession } from './call.ts';

export const listClients: Handler<'LIST_CLIENTS'> = (call, { clients }) => {
  const { client } = requireSession(call);
  const summaries = clients.list().map((record) => ({ ...record, current: record.clientId === client.id }));
  return { result: { clients: summaries } };
};
