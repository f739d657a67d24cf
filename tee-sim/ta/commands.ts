// The TA's handlers, one per command of the protocol's table: a missing one does not compile.
import type { CommandName } from '../protocol/commands.ts';
import { assessPayment } from './assess-payment.ts';
import type { Handler } from './call.ts';
import { closeSession } from './close-session.ts';
import { eraseFeatures } from './erase-features.ts';
import { getOperation } from './get-operation.ts';
import { getRiskLog } from './get-risk-log.ts';
import { getStatus } from './get-status.ts';
import { listRiskLogs } from './list-risk-logs.ts';
import { openSession } from './open-session.ts';
import { searchRiskLogs } from './search-risk-logs.ts';
import { verifyChain } from './verify-chain.ts';

export type Handlers = { readonly [C in CommandName]: Handler<C> };

export const handlers: Handlers = {
  OPEN_SESSION: openSession,
  CLOSE_SESSION: closeSession,
  ASSESS_PAYMENT: assessPayment,
  LIST_RISK_LOGS: listRiskLogs,
  SEARCH_RISK_LOGS: searchRiskLogs,
  GET_RISK_LOG: getRiskLog,
  ERASE_FEATURES: eraseFeatures,
  VERIFY_CHAIN: verifyChain,
  GET_OPERATION: getOperation,
  GET_STATUS: getStatus,
};
