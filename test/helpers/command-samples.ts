// For every command of the table: params that its schema accepts, so that a test changes one thing only.
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import { presetPermissions } from '../../tee-sim/protocol/clients.ts';
import { type CommandName, commands, TA_UUID } from '../../tee-sim/protocol/commands.ts';
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

const typing = Array.from({ length: ENROLMENT_SAMPLES }, () => ({
  holdMs: new Array<number>(TYPING_PHRASE.length).fill(90),
  flightMs: new Array<number>(TYPING_PHRASE.length - 1).fill(150),
}));

export function commandSamples(named: Named = {}) {
  const { walletId = NO_ID, userId = NO_ID, operationId = NO_ID } = named;
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
    CREATE_WALLET: { name: 'savings' },
    LIST_WALLETS: {},
    GET_WALLET: { walletId },
    DELETE_WALLET: { walletId },
    LIST_BINDINGS: { walletId },
    PUT_BINDING: { walletId, userId, terms: { type: 'Authorized', permissions: ['READ'] } },
    REVOKE_BINDING: { walletId, userId },
    AUTHORIZE_PAYMENT: { walletId, payment: PAYMENT },
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
