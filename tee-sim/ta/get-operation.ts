// GET_OPERATION: what became of the caller's own state-changing request whose answer was lost.
import { type Handler, requireSession } from './call.ts';
import { findOperation } from './operations.ts';

export const getOperation: Handler<'GET_OPERATION'> = (call, { storage }) => {
  const { userId } = requireSession(call);
  const operation = findOperation(storage, userId, call.params.operationId);
  if (operation === undefined) return { result: { outcome: 'unknown' } };
  return { result: { outcome: 'committed', command: operation.command, result: operation.result } };
};
