// GET_RISK_LOG: one row, decrypted on demand.
import { bytesToUtf8, wipe } from '../protocol/bytes.ts';
import { featuresSchema } from '../protocol/features.ts';
import { type Handler, requireDeviceOwner } from './call.ts';

/** @throws ITEM_NOT_FOUND unknown-log-row · CORRUPT_OBJECT damaged-record */
export const getRiskLog: Handler<'GET_RISK_LOG'> = (call, { storage }) => {
  requireDeviceOwner(call);
  const { summary, record, features } = storage.getLog(call.params.logId);
  try {
    const result = { summary, record: bytesToUtf8(record) };
    if (features === undefined) return { result };
    return { result: { ...result, features: featuresSchema.parse(JSON.parse(bytesToUtf8(features))) } };
  } finally {
    wipe(record, features);
  }
};
