// GET_OPERATION: what became of the caller's own state-changing request whose answer was lost.
import { type Handler, requireSession, requireUser } from './call.ts';
import { findOperation } from './operations.ts';

export const getOperation: Handler<'GET_OPERATION'> = (call, { storage }) => {
  const { operationId } = call.params;
  // What serves any client, such as registering, is the client's.
  const actors = [requireUser(call).id, `client/${requireSession(call).client.id}`];
  const [operation] = actors.flatMap((actor) => findOperation(storage, actor, operationId) ?? []);
  if (operation === undefined) return { result: { outcome: 'unknown' } };
  return { result: { outcome: 'committed', command: operation.command, result: operation.result } };
};
