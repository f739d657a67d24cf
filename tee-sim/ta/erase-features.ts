// ERASE_FEATURES: destroys the key of one row's feature data. The row and the chain stand; so does the log of it.
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws ITEM_NOT_FOUND unknown-log-row · BAD_STATE features-erased */
export const eraseFeatures: Handler<'ERASE_FEATURES'> = (call) => {
  const { id: userId } = requireUser(call);
  const { logId } = call.params;
  const record = encodeRecord('ERASE_FEATURES', call, { logId });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        tx.eraseFeatures(logId);
        return {
          log: { userId, kind: 'erasure', atMs: call.atMs, record },
          result: { logId, erasureLogId: tx.logId },
        };
      },
    },
  };
};
