// Privilege escalation (S2 §6.1): six roles × every command of the table. What each cell must answer is computed from
// what the table says of access; factors that are shown beside it help nobody who is denied before layer 4.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { OPERATIONS, type Operation, presetPermissions } from '../../tee-sim/protocol/clients.ts';
import type { Access } from '../../tee-sim/protocol/command-spec.ts';
import { type CommandName, commands } from '../../tee-sim/protocol/commands.ts';
import { defaultPolicy } from '../../tee-sim/protocol/policy.ts';
import { LAYERS, type Layer } from '../../tee-sim/protocol/trace.ts';
import { commandSamples, secretLengths } from '../helpers/command-samples.ts';
import type { TestAnswer, TestSession } from '../helpers/seal-request.ts';
import { type CallOptions, operationId, WINDOW_MEASUREMENT } from '../helpers/tee-in-process.ts';
import { TestClientIdentity } from '../helpers/test-client.ts';
import type { TestUser } from '../helpers/test-user.ts';
import { Device } from '../unit/tee-sim/ta/device.ts';

const NAMES = Object.keys(commands) as CommandName[];
const READER = new TestClientIdentity(7);
const SOCKET = { channelId: 'socket-1', measurement: WINDOW_MEASUREMENT };
/** How long Enhanced lasts here, so that nobody lives on the factor of their login and the day is long enough. */
const ENHANCED_MS = 60_000;

interface Role {
  readonly user?: 'owner' | 'stranger' | 'authorized' | 'guardian';
  readonly deviceOwner?: boolean;
  /** Towards the wallet that the samples name. */
  readonly wallet?: { readonly owner: boolean; readonly permissions: readonly string[] };
  readonly operations: readonly Operation[];
}

const EVERYTHING = { operations: OPERATIONS };
const OWNER = {
  user: 'owner',
  deviceOwner: true,
  wallet: { owner: true, permissions: ['READ', 'SIGN', 'MANAGE'] },
} as const;

const ROLES: Readonly<Record<string, Role>> = {
  anonymous: EVERYTHING,
  stranger: { ...EVERYTHING, user: 'stranger' },
  owner: { ...EVERYTHING, ...OWNER },
  authorized: {
    ...EVERYTHING,
    user: 'authorized',
    wallet: { owner: false, permissions: ['READ', 'SIGN'] },
  },
  guardian: {
    ...EVERYTHING,
    user: 'guardian',
    wallet: { owner: false, permissions: ['READ', 'APPROVE'] },
  },
  'read-only client': { ...OWNER, operations: presetPermissions('read-only', 'UTC').allowedOperations },
};

/** What a command that all four layers let through says of its sample by itself, where that is no success. */
const OWN_ANSWER: Readonly<Partial<Record<CommandName, string>>> = {
  AUTHENTICATE_USER: 'BAD_PARAMETERS malformed',
  REGISTER_OWNER: 'BAD_STATE owner-exists',
  RECOVER_PASSWORD: 'BAD_PARAMETERS password-too-short',
  TERMINATE_SESSION: 'ITEM_NOT_FOUND unknown-session',
  ERASE_FEATURES: 'BAD_STATE features-erased',
  CREATE_WALLET: 'BAD_PARAMETERS words-do-not-match',
  IMPORT_PHRASE: 'BAD_PARAMETERS unknown-word',
  OPEN_KEYSTORE: 'BAD_FORMAT keystore-format',
  IMPORT_KEYSTORE: 'BAD_STATE no-keystore',
  GET_SIGNATURE: 'ITEM_NOT_FOUND unknown-signature',
};

const ENDS_LOGIN: readonly CommandName[] = ['CLOSE_SESSION', 'LOCK_SESSION'];

interface Cell {
  readonly code: string;
  readonly reason?: string;
  readonly layer?: Layer;
}

const denied = (layer: Layer, reason: string, code = 'ACCESS_DENIED'): Cell => ({ code, reason, layer });

/** S2's four layers as the table words them: the first one that denies. `reviewed`: the level that a review names. */
function expectedOf(access: Access, role: Role, reviewed: string | undefined): Cell | undefined {
  const { operation, subject, level } = access;
  if (!role.operations.includes(operation)) return denied(1, 'operation-not-allowed');
  if (subject.kind === 'client') return undefined;
  if (role.user === undefined) return denied(2, 'login-required');
  if (subject.kind === 'device-owner' && role.deviceOwner !== true) return denied(3, 'not-device-owner');
  if (subject.kind === 'wallet' || subject.kind === 'wallet-owner') {
    if (role.wallet === undefined) return denied(3, 'unknown-wallet', 'ITEM_NOT_FOUND');
    const { owner, permissions } = role.wallet;
    const permitted = subject.kind === 'wallet' ? permissions.includes(subject.permission) : owner;
    if (!permitted) return denied(3, 'not-permitted');
  }
  // A binding for somebody who has none loosens.
  const asked = { 'by-change': 'Maximum', 'by-risk': reviewed }[level as string] ?? level;
  if (asked === 'Standard') return undefined;
  return denied(4, asked === 'Maximum' ? 'maximum-needed' : 'enhanced-needed');
}

let device: Device;
let walletId: string;
let nobody: TestUser;
const users = new Map<string, TestUser>();
let logId: number;

beforeAll(() => {
  device = new Device();
  const policy = structuredClone(defaultPolicy);
  policy.sessionSecurity.absoluteMs = 24 * 3_600_000;
  policy.userAuthentication.enhancedForMs = ENHANCED_MS;
  expect(device.maximum('CHANGE_POLICY', { baseVersion: 0, policy }).code).toBe('SUCCESS');
  users.set('owner', device.owner.user);
  ({ walletId } = device.tee.createWallet(device.owner.session));
  for (const name of ['stranger', 'authorized', 'guardian']) users.set(name, device.addUser(name).user);
  nobody = device.addUser('nobody').user;
  const bind = (name: string, type: string) => {
    const terms = { type, permissions: ROLES[name]?.wallet?.permissions };
    const params = { walletId, userId: users.get(name)?.userId, terms };
    expect(device.maximum('PUT_BINDING', params).code).toBe('SUCCESS');
  };
  bind('authorized', 'Authorized');
  bind('guardian', 'Guardian');
  const reader = {
    clientId: READER.id,
    name: 'reader',
    binaryHash: bytesToHex(WINDOW_MEASUREMENT),
    permissions: {
      ...presetPermissions('read-only', 'UTC'),
      // Its hours have attacks of their own; here time passes from cell to cell.
      accessTimeWindow: undefined,
    },
  };
  expect(device.maximum('REGISTER_CLIENT', reader).code).toBe('SUCCESS');
  // Erased once, so that erasing it is refused for whoever gets as far as that.
  const assessed = device.plain('ASSESS_PAYMENT', commandSamples().ASSESS_PAYMENT, {
    features: { localHour: 3 },
  });
  logId = (assessed.body as { logId: number }).logId;
  expect(device.plain('ERASE_FEATURES', { logId }).code).toBe('SUCCESS');
});

afterAll(() => device.tee.dispose());

/** A session of that role whose factors were shown long ago. */
function sessionOf(role: Role, reader: boolean): TestSession {
  const { tee } = device;
  const opening = reader ? { identity: READER, client: SOCKET } : {};
  const opened = tee.openSession(opening);
  const user = role.user && users.get(role.user);
  if (user === undefined) return opened;
  tee.advance(30_000);
  const proof = user.proof(tee.machine.wall, 'password');
  const options = { session: opened, proof, client: opening.client, driverContext: contextOf(reader) };
  const { sessionId } = tee.mustCall('AUTHENTICATE_USER', {}, options) as { sessionId: string };
  return { ...opened, id: sessionId };
}

function contextOf(reader: boolean) {
  return reader ? { channelId: SOCKET.channelId, addresses: ['10.1.2.3'] } : undefined;
}

/** What prepares a review for each command that signs one: of a message, something that nobody can read. */
const PREPARES: Readonly<Partial<Record<CommandName, { by: CommandName; change?: object }>>> = {
  SIGN_TRANSACTION: { by: 'PREPARE_TRANSACTION' },
  SIGN_MESSAGE: {
    by: 'PREPARE_MESSAGE',
    change: { message: { kind: 'bytes', bytes: `0x${'5a'.repeat(32)}` } },
  },
};

/** The command's sample, about the wallet and a user who is not bound to it. */
function paramsOf(name: CommandName): Record<string, unknown> {
  const sample = commandSamples({ walletId, userId: nobody.userId })[name];
  return name === 'ERASE_FEATURES' || name === 'GET_RISK_LOG' ? { logId } : sample;
}

/** A review of this session where its role may have one, so that what is denied is the signature, and its level. */
function reviewOf(name: CommandName, from: CallOptions): { reviewId?: string; level?: string } {
  const prepares = PREPARES[name];
  if (prepares === undefined) return {};
  const params = { ...paramsOf(prepares.by), ...prepares.change };
  const { code, body } = device.tee.call(prepares.by, params, { ...from, operationId: operationId() });
  return code === 'SUCCESS' ? (body as { reviewId: string; level: string }) : {};
}

interface LogPage {
  readonly rows: readonly { readonly id: number; readonly kind: string }[];
  readonly total: number;
}

function newestRows(): LogPage {
  return device.plain('LIST_RISK_LOGS', { limit: 10 }).body as LogPage;
}

/** Of what happened since: what was not done leaves a row that says so, and nothing else anywhere. */
function expectOnlyRowsOf(kind: 'denial' | 'step-up', before: LogPage): void {
  const { rows } = newestRows();
  const since = rows.filter(({ id }) => id > before.total).map(({ kind }) => kind);
  expect(new Set(since)).toEqual(new Set([kind]));
}

function expectTrace({ trace, layer }: TestAnswer): void {
  expect(trace.filter(({ outcome }) => outcome === 'deny').map((entry) => entry.layer)).toEqual(
    layer === undefined ? [] : [layer],
  );
  if (layer === undefined) return;
  for (const later of LAYERS.filter((other) => other > layer)) {
    const reached = trace.filter((entry) => entry.layer === later && entry.outcome !== 'not-reached');
    expect(reached).toEqual([]);
    expect(trace.some((entry) => entry.layer === later)).toBe(true);
  }
}

describe.each(Object.entries(ROLES))('%s', (roleName, role) => {
  const reader = roleName === 'read-only client';
  let current: TestSession | undefined;

  test.each(NAMES)('%s', (name) => {
    const { tee } = device;
    const { access, session: needsSession, changesState } = commands[name];
    const session = needsSession ? (current ?? sessionOf(role, reader)) : undefined;
    current = ENDS_LOGIN.includes(name) ? undefined : session;
    tee.advance(ENHANCED_MS);
    const from = { session, client: reader ? SOCKET : undefined, driverContext: contextOf(reader) };
    const { reviewId, level } = reviewOf(name, from);
    const params = { ...paramsOf(name), ...(reviewId === undefined ? {} : { reviewId }) };
    const call = (options: CallOptions = {}) =>
      tee.call(name, params, {
        ...from,
        operationId: changesState ? operationId() : undefined,
        secrets: secretLengths(name).map((length) => new Uint8Array(length).fill(97)),
        ...options,
      });
    const before = newestRows();
    const answer = call();
    if (access !== undefined) expectTrace(answer);
    // What leads to a session asks for no role: the zeros of the sample are no answer to a challenge.
    const opening = name === 'OPEN_SESSION' ? denied(1, 'challenge', 'SECURITY') : undefined;
    const expected = access === undefined ? opening : expectedOf(access, role, level);
    if (expected === undefined) {
      expect(answer.layer).toBeUndefined();
      const own = [answer.code, answer.reason].filter((part) => part !== undefined).join(' ');
      return expect(own).toBe(OWN_ANSWER[name] ?? 'SUCCESS');
    }
    expect(answer).toMatchObject({ ...expected, body: undefined });
    if (expected.layer !== 4 && needsSession) {
      // Two factors, the person's own or stolen ones, move nobody past layers 1 to 3, nor are they even judged.
      const proof = tee.twoFactors(users.get(role.user ?? 'owner') ?? nobody);
      expect(call({ proof })).toMatchObject({ ...expected, body: undefined });
    }
    const isStepUp = expected.layer === 4;
    expectOnlyRowsOf(isStepUp ? 'step-up' : 'denial', before);
  });
});
