// GET_STATUS: what the TEE says of itself. Counts and names only.
import type { Handler } from './call.ts';

export const getStatus: Handler<'GET_STATUS'> = (_call, { storage, sessions, users, status }) => {
  return {
    result: {
      logRows: storage.listLogs({ limit: 1 }).total,
      openedRequests: status.openedRequests(),
      sessions: sessions.size,
      users: users.count,
      engine: status.engine,
      recordSuite: storage.recordSuite,
      masterKeySource: status.masterKeySource,
      clockWentBack: status.clockWentBack,
      adoptedRows: storage.adoptedRows,
    },
  };
};
