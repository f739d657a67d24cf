// For every command of the table: params that its schema accepts, so that a test changes one thing only.
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import { presetPermissions } from '../../tee-sim/protocol/clients.ts';
import { type CommandName, commands, TA_UUID } from '../../tee-sim/protocol/commands.ts';
import type { TransactionInput, UserOperationInput } from '../../tee-sim/protocol/ethereum.ts';
import { ENROLMENT_SAMPLES, TYPING_PHRASE } from '../../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../../tee-sim/protocol/policy.ts';
import { PAYMENT } from './tee-in-process.ts';

/** What the samples name; ids of things that are not there unless a test says which. */
export interface Named {
  readonly walletId?: string;
  readonly userId?: string;
  readonly operationId?: string;
}

const NO_ID = 'A'.repeat(22);

const TRANSACTION: TransactionInput = {
  type: 'eip1559',
  chainId: 1,
  nonce: '0',
  gasLimit: '21000',
  valueWei: PAYMENT.amountWei,
  to: PAYMENT.to,
  data: '0x',
  maxFeePerGasWei: '1000000000',
  maxPriorityFeePerGasWei: '1',
  accessList: [],
};

/** EntryPoint v0.7. */
const TARGET = { chainId: 1, entryPoint: '0x0000000071727De22E5E9d8BAf0edAc6f37da032', version: '0.7' };

const USER_OPERATION: UserOperationInput = {
  sender: PAYMENT.to,
  nonce: '0',
  callData: '0x',
  callGasLimit: '100000',
  verificationGasLimit: '100000',
  preVerificationGas: '50000',
  maxFeePerGasWei: '1000000000',
  maxPriorityFeePerGasWei: '1',
};

const typing = Array.from({ length: ENROLMENT_SAMPLES }, () => ({
  holdMs: new Array<number>(TYPING_PHRASE.length).fill(90),
  flightMs: new Array<number>(TYPING_PHRASE.length - 1).fill(150),
}));

export function commandSamples(named: Named = {}) {
  const { walletId = NO_ID, userId = NO_ID, operationId = NO_ID } = named;
  const signer = { walletId, account: 0 };
  const registration = { name: 'Carol', oneTimeCode: '000000', checkedWords: ['zoo', 'zoo'] };
  const client = {
    clientId: 'ab'.repeat(32),
    name: 'reader',
    binaryHash: 'cd'.repeat(32),
    permissions: presetPermissions('read-only', 'UTC'),
  };
  const zeros = (length: number) => bytesToBase64Url(new Uint8Array(length));
  const samples: { readonly [C in CommandName]: Record<string, unknown> } = {
    GET_CHALLENGE: {},
    OPEN_SESSION: {
      taUuid: TA_UUID,
      login: 'LOGIN_APPLICATION',
      challenge: zeros(32),
      certificate: zeros(65),
      signature: zeros(64),
    },
    CLOSE_SESSION: {},
    AUTHENTICATE_USER: {},
    LOCK_SESSION: {},
    GET_ACCOUNT: {},
    PREPARE_FACTORS: { name: 'Carol' },
    REGISTER_OWNER: registration,
    REGISTER_USER: registration,
    LIST_USERS: {},
    CHANGE_PASSWORD: {},
    REPLACE_ONE_TIME_CODE: { oneTimeCode: '000000' },
    ENROL_TYPING: { typing },
    REMOVE_FACTOR: { factor: 'typing' },
    RECOVER_PASSWORD: { name: 'Carol' },
    LIST_SESSIONS: {},
    TERMINATE_SESSION: { ref: '00'.repeat(8) },
    REGISTER_CLIENT: client,
    LIST_CLIENTS: {},
    REVOKE_CLIENT: { clientId: 'ef'.repeat(32) },
    CONFIRM_CLIENT_PROGRAM: {},
    PREPARE_WALLET: { words: 12 },
    CREATE_WALLET: { name: 'savings', checkedWords: ['zoo', 'zoo', 'zoo'] },
    IMPORT_PHRASE: { name: 'savings' },
    IMPORT_KEY: { name: 'savings' },
    OPEN_KEYSTORE: { file: '{}' },
    GET_KEYSTORE: {},
    CANCEL_KEYSTORE: {},
    IMPORT_KEYSTORE: { name: 'savings' },
    LIST_WALLETS: {},
    GET_WALLET: { walletId },
    DERIVE_ACCOUNTS: { walletId, count: 1 },
    RENAME_WALLET: { walletId, name: 'renamed' },
    RENAME_ACCOUNT: { ...signer, name: 'renamed' },
    EXPORT_PHRASE: { walletId },
    EXPORT_KEY: signer,
    DELETE_WALLET: { walletId },
    LIST_CONTACTS: {},
    PUT_CONTACT: { address: PAYMENT.to, name: 'landlord' },
    REMOVE_CONTACT: { address: PAYMENT.to },
    LIST_BINDINGS: { walletId },
    PUT_BINDING: { walletId, userId, terms: { type: 'Authorized', permissions: ['READ'] } },
    REVOKE_BINDING: { walletId, userId },
    PREPARE_TRANSACTION: { ...signer, transaction: TRANSACTION },
    PREPARE_USER_OPERATION: { ...signer, target: TARGET, userOperation: USER_OPERATION },
    PREPARE_DELEGATION: { ...signer, authorization: { chainId: 1, address: PAYMENT.to, nonce: '0' } },
    PREPARE_MESSAGE: { ...signer, message: { kind: 'text', text: 'hello' } },
    SIGN_TRANSACTION: { walletId, reviewId: NO_ID },
    SIGN_MESSAGE: { walletId, reviewId: NO_ID },
    LIST_SIGNATURES: { walletId, limit: 10 },
    GET_SIGNATURE: { walletId, number: 1 },
    GET_POLICY: {},
    PREVIEW_POLICY: { policy: defaultPolicy },
    CHANGE_POLICY: { baseVersion: 0, policy: defaultPolicy },
    CONFIRM_GAP: {},
    ASSESS_PAYMENT: { payment: PAYMENT },
    LIST_RISK_LOGS: { limit: 10 },
    SEARCH_RISK_LOGS: { filter: { kinds: ['boot'], fromMs: 1 }, limit: 10, content: 'record' },
    GET_RISK_LOG: { logId: 1 },
    ERASE_FEATURES: { logId: 1 },
    VERIFY_CHAIN: { fromId: 1, maxRows: 10 },
    GET_OPERATION: { operationId },
    GET_STATUS: {},
  };
  return samples;
}

/** Lengths of the command's own secrets that the table accepts, as short as can be. */
export function secretLengths(name: CommandName): number[] {
  const lengths: readonly (number | readonly [number, number])[] = Object.values(commands[name].secrets);
  return lengths.map((length) => (typeof length === 'number' ? length : length[0]));
}
