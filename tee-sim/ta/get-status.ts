// GET_STATUS: what the TEE says of itself. Counts and names only.
import { type Handler, requireDeviceOwner } from './call.ts';

export const getStatus: Handler<'GET_STATUS'> = (call, { storage, sessions, status }) => {
  requireDeviceOwner(call);
  return {
    result: {
      logRows: storage.listLogs({ limit: 1 }).total,
      openedRequests: status.openedRequests(),
      sessions: sessions.size,
      engine: status.engine,
      recordSuite: storage.recordSuite,
      masterKeySource: status.masterKeySource,
      clockWentBack: status.clockWentBack,
      adoptedRows: storage.adoptedRows,
    },
  };
};
