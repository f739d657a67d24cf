// LIST_RISK_LOGS: a page of the log, newest first, still encrypted.
import { type Handler, requireDeviceOwner } from './call.ts';

export const listRiskLogs: Handler<'LIST_RISK_LOGS'> = (call, { storage }) => {
  requireDeviceOwner(call);
  return { result: storage.listLogs(call.params) };
};
