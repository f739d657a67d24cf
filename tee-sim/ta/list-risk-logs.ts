// LIST_RISK_LOGS: a page of the log, newest first, still encrypted.
import type { Handler } from './call.ts';

export const listRiskLogs: Handler<'LIST_RISK_LOGS'> = (call, { storage }) => {
  return { result: storage.listLogs(call.params) };
};
