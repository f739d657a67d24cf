// The TA's handlers, one per command of the protocol's table: a missing one does not compile.
import type { CommandName } from '../protocol/commands.ts';
import { assessPayment } from './assess-payment.ts';
import { authenticateUser } from './authenticate-user.ts';
import type { Demander, Handler } from './call.ts';
import { cancelKeystore } from './cancel-keystore.ts';
import { changePassword } from './change-password.ts';
import { changePolicy } from './change-policy.ts';
import { closeSession } from './close-session.ts';
import { confirmClientProgram } from './confirm-client-program.ts';
import { confirmGap } from './confirm-gap.ts';
import { createWallet } from './create-wallet.ts';
import { deleteWallet } from './delete-wallet.ts';
import { deriveAccounts } from './derive-accounts.ts';
import { enrolTyping } from './enrol-typing.ts';
import { eraseFeatures } from './erase-features.ts';
import { exportKey } from './export-key.ts';
import { exportPhrase } from './export-phrase.ts';
import { getAccount } from './get-account.ts';
import { getChallenge } from './get-challenge.ts';
import { getKeystore } from './get-keystore.ts';
import { getOperation } from './get-operation.ts';
import { getPolicy } from './get-policy.ts';
import { getRiskLog } from './get-risk-log.ts';
import { getSignature } from './get-signature.ts';
import { getStatus } from './get-status.ts';
import { getWallet } from './get-wallet.ts';
import { importKey } from './import-key.ts';
import { importKeystore } from './import-keystore.ts';
import { importPhrase } from './import-phrase.ts';
import { listBindings } from './list-bindings.ts';
import { listClients } from './list-clients.ts';
import { listContacts } from './list-contacts.ts';
import { listRiskLogs } from './list-risk-logs.ts';
import { listSessions } from './list-sessions.ts';
import { listSignatures } from './list-signatures.ts';
import { listUsers } from './list-users.ts';
import { listWallets } from './list-wallets.ts';
import { lockSession } from './lock-session.ts';
import { openKeystore } from './open-keystore.ts';
import { openSession } from './open-session.ts';
import { prepareDelegation } from './prepare-delegation.ts';
import { prepareFactors } from './prepare-factors.ts';
import { prepareMessage } from './prepare-message.ts';
import { prepareTransaction } from './prepare-transaction.ts';
import { prepareUserOperation } from './prepare-user-operation.ts';
import { prepareWallet } from './prepare-wallet.ts';
import { previewPolicy } from './preview-policy.ts';
import { putBinding, demands as putBindingDemands } from './put-binding.ts';
import { putContact } from './put-contact.ts';
import { recoverPassword } from './recover-password.ts';
import { registerClient } from './register-client.ts';
import { registerOwner } from './register-owner.ts';
import { registerUser } from './register-user.ts';
import { removeContact } from './remove-contact.ts';
import { removeFactor } from './remove-factor.ts';
import { renameAccount } from './rename-account.ts';
import { renameWallet } from './rename-wallet.ts';
import { replaceOneTimeCode } from './replace-one-time-code.ts';
import { revokeBinding } from './revoke-binding.ts';
import { revokeClient } from './revoke-client.ts';
import { searchRiskLogs } from './search-risk-logs.ts';
import { signMessage, demands as signMessageDemands } from './sign-message.ts';
import { signTransaction, demands as signTransactionDemands } from './sign-transaction.ts';
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
  LIST_BINDINGS: { handle: listBindings },
  PUT_BINDING: { handle: putBinding, demands: putBindingDemands },
  REVOKE_BINDING: { handle: revokeBinding },
  GET_POLICY: { handle: getPolicy },
  PREVIEW_POLICY: { handle: previewPolicy },
  CHANGE_POLICY: { handle: changePolicy },
  CONFIRM_GAP: { handle: confirmGap },
  PREPARE_WALLET: { handle: prepareWallet },
  CREATE_WALLET: { handle: createWallet },
  IMPORT_PHRASE: { handle: importPhrase },
  IMPORT_KEY: { handle: importKey },
  OPEN_KEYSTORE: { handle: openKeystore },
  GET_KEYSTORE: { handle: getKeystore },
  CANCEL_KEYSTORE: { handle: cancelKeystore },
  IMPORT_KEYSTORE: { handle: importKeystore },
  LIST_WALLETS: { handle: listWallets },
  GET_WALLET: { handle: getWallet },
  DERIVE_ACCOUNTS: { handle: deriveAccounts },
  RENAME_WALLET: { handle: renameWallet },
  RENAME_ACCOUNT: { handle: renameAccount },
  EXPORT_PHRASE: { handle: exportPhrase },
  EXPORT_KEY: { handle: exportKey },
  DELETE_WALLET: { handle: deleteWallet },
  LIST_CONTACTS: { handle: listContacts },
  PUT_CONTACT: { handle: putContact },
  REMOVE_CONTACT: { handle: removeContact },
  PREPARE_TRANSACTION: { handle: prepareTransaction },
  PREPARE_USER_OPERATION: { handle: prepareUserOperation },
  PREPARE_DELEGATION: { handle: prepareDelegation },
  PREPARE_MESSAGE: { handle: prepareMessage },
  SIGN_TRANSACTION: { handle: signTransaction, demands: signTransactionDemands },
  SIGN_MESSAGE: { handle: signMessage, demands: signMessageDemands },
  LIST_SIGNATURES: { handle: listSignatures },
  GET_SIGNATURE: { handle: getSignature },
  ASSESS_PAYMENT: { handle: assessPayment },
  LIST_RISK_LOGS: { handle: listRiskLogs },
  SEARCH_RISK_LOGS: { handle: searchRiskLogs },
  GET_RISK_LOG: { handle: getRiskLog },
  ERASE_FEATURES: { handle: eraseFeatures },
  VERIFY_CHAIN: { handle: verifyChain },
  GET_OPERATION: { handle: getOperation },
  GET_STATUS: { handle: getStatus },
};
