// VERIFY_CHAIN: checks a bounded stretch of the log's chain.
import type { Handler } from './call.ts';

export const verifyChain: Handler<'VERIFY_CHAIN'> = (call, { storage }) => {
  return { result: storage.verifyChain(call.params.fromId, call.params.maxRows) };
};
