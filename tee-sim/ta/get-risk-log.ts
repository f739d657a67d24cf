// GET_RISK_LOG: one row, decrypted on demand.
import { bytesToUtf8, wipe } from '../protocol/bytes.ts';
import { userIdSchema } from '../protocol/factors.ts';
import { featuresSchema } from '../protocol/features.ts';
import type { Handler } from './call.ts';

/** @throws ITEM_NOT_FOUND unknown-log-row · CORRUPT_OBJECT damaged-record */
export const getRiskLog: Handler<'GET_RISK_LOG'> = (call, { storage, users }) => {
  const { userId, summary, record, features } = storage.getLog(call.params.logId);
  try {
    const user = userIdSchema.safeParse(userId).data;
    const person = user && users.nameOf(user);
    const result = { summary, ...(person === undefined ? {} : { person }), record: bytesToUtf8(record) };
    if (features === undefined) return { result };
    return { result: { ...result, features: featuresSchema.parse(JSON.parse(bytesToUtf8(features))) } };
  } finally {
    wipe(record, features);
  }
};
