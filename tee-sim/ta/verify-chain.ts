// VERIFY_CHAIN: checks a bounded stretch of the log's chain.
import { type Handler, requireDeviceOwner } from './call.ts';

export const verifyChain: Handler<'VERIFY_CHAIN'> = (call, { storage }) => {
  requireDeviceOwner(call);
  return { result: storage.verifyChain(call.params.fromId, call.params.maxRows) };
};
