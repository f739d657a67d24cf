// The TA's handlers, one per command of the protocol's table: a missing one does not compile.
import type { CommandName } from '../protocol/commands.ts';
import { assessPayment } from './assess-payment.ts';
import { authenticateUser } from './authenticate-user.ts';
import { authorizePayment, demands as authorizePaymentDemands } from './authorize-payment.ts';
import type { Demander, Handler } from './call.ts';
import { changePassword } from './change-password.ts';
import { changePolicy } from './change-policy.ts';
import { closeSession } from './close-session.ts';
import { confirmClientProgram } from './confirm-client-program.ts';
import { confirmGap } from './confirm-gap.ts';
import { createWallet } from './create-wallet.ts';
import { deleteWallet } from './delete-wallet.ts';
import { enrolTyping } from './enrol-typing.ts';
import { eraseFeatures } from './erase-features.ts';
import { getAccount } from './get-account.ts';
import { getChallenge } from './get-challenge.ts';
import { getOperation } from './get-operation.ts';
import { getPolicy } from './get-policy.ts';
import { getRiskLog } from './get-risk-log.ts';
import { getStatus } from './get-status.ts';
import { getWallet } from './get-wallet.ts';
import { listBindings } from './list-bindings.ts';
import { listClients } from './list-clients.ts';
import { listRiskLogs } from './list-risk-logs.ts';
import { listSessions } from './list-sessions.ts';
import { listUsers } from './list-users.ts';
import { listWallets } from './list-wallets.ts';
import { lockSession } from './lock-session.ts';
import { openSession } from './open-session.ts';
import { prepareFactors } from './prepare-factors.ts';
import { previewPolicy } from './preview-policy.ts';
import { putBinding, demands as putBindingDemands } from './put-binding.ts';
import { recoverPassword } from './recover-password.ts';
import { registerClient } from './register-client.ts';
import { registerOwner } from './register-owner.ts';
import { registerUser } from './register-user.ts';
import { removeFactor } from './remove-factor.ts';
import { replaceOneTimeCode } from './replace-one-time-code.ts';
import { revokeBinding } from './revoke-binding.ts';
import { revokeClient } from './revoke-client.ts';
import { searchRiskLogs } from './search-risk-logs.ts';
import { terminateSession } from './terminate-session.ts';
import { verifyChain } from './verify-chain.ts';

/** What runs a command and, where the table leaves its level or amount open, what says so. */
export interface Registered<C extends CommandName> {
  readonly handle: Handler<C>;
  readonly demands?: Demander<C>;
}

export type Handlers = { readonly [C in CommandName]: Registered<C> };

export const handlers: Handlers = {
  GET_CHALLENGE: { handle: getChallenge },
  OPEN_SESSION: { handle: openSession },
  CLOSE_SESSION: { handle: closeSession },
  AUTHENTICATE_USER: { handle: authenticateUser },
  LOCK_SESSION: { handle: lockSession },
  GET_ACCOUNT: { handle: getAccount },
  PREPARE_FACTORS: { handle: prepareFactors },
  REGISTER_OWNER: { handle: registerOwner },
  REGISTER_USER: { handle: registerUser },
  LIST_USERS: { handle: listUsers },
  CHANGE_PASSWORD: { handle: changePassword },
  REPLACE_ONE_TIME_CODE: { handle: replaceOneTimeCode },
  ENROL_TYPING: { handle: enrolTyping },
  REMOVE_FACTOR: { handle: removeFactor },
  RECOVER_PASSWORD: { handle: recoverPassword },
  LIST_SESSIONS: { handle: listSessions },
  TERMINATE_SESSION: { handle: terminateSession },
  REGISTER_CLIENT: { handle: registerClient },
  LIST_CLIENTS: { handle: listClients },
  REVOKE_CLIENT: { handle: revokeClient },
  CONFIRM_CLIENT_PROGRAM: { handle: confirmClientProgram },
  CREATE_WALLET: { handle: createWallet },
  LIST_WALLETS: { handle: listWallets },
  GET_WALLET: { handle: getWallet },
  DELETE_WALLET: { handle: deleteWallet },
  LIST_BINDINGS: { handle: listBindings },
  PUT_BINDING: { handle: putBinding, demands: putBindingDemands },
  REVOKE_BINDING: { handle: revokeBinding },
  AUTHORIZE_PAYMENT: { handle: authorizePayment, demands: authorizePaymentDemands },
  GET_POLICY: { handle: getPolicy },
  PREVIEW_POLICY: { handle: previewPolicy },
  CHANGE_POLICY: { handle: changePolicy },
  CONFIRM_GAP: { handle: confirmGap },
  ASSESS_PAYMENT: { handle: assessPayment },
  LIST_RISK_LOGS: { handle: listRiskLogs },
  SEARCH_RISK_LOGS: { handle: searchRiskLogs },
  GET_RISK_LOG: { handle: getRiskLog },
  ERASE_FEATURES: { handle: eraseFeatures },
  VERIFY_CHAIN: { handle: verifyChain },
  GET_OPERATION: { handle: getOperation },
  GET_STATUS: { handle: getStatus },
};
