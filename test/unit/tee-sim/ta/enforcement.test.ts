// One table: that what each command asks of its caller is enforced, for every command.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { type CommandName, commands } from '../../../../tee-sim/protocol/commands.ts';
import { commandSamples, secretLengths } from '../../../helpers/command-samples.ts';
import type { TestAnswer, TestSession } from '../../../helpers/seal-request.ts';
import {
  type CallOptions,
  operationId,
  TestTee,
  WINDOW_MEASUREMENT,
} from '../../../helpers/tee-in-process.ts';
import { TestClientIdentity } from '../../../helpers/test-client.ts';
import type { TestUser } from '../../../helpers/test-user.ts';

const NAMES = (Object.keys(commands) as CommandName[]).filter((name) => commands[name].access !== undefined);
const SOCKET = { channelId: 'socket-1', measurement: WINDOW_MEASUREMENT };

let tee: TestTee;
let owner: TestUser;
let bob: TestUser;
/** Of the owner, of Bob, and of nobody. */
let sessions: { owner: TestSession; bob: TestSession; anonymous: TestSession };
let samples: ReturnType<typeof commandSamples>;
let walletId: string;

beforeAll(() => {
  tee = new TestTee();
  const { owner: alice, session } = tee.withOwner();
  owner = alice;
  bob = tee.register(session, { name: 'Bob', password: 'another long password', by: 'REGISTER_USER' });
  ({ walletId } = tee.createWallet(session));
  sessions = {
    owner: session,
    bob: tee.login(tee.openSession(), bob),
    anonymous: tee.openSession(),
  };
  samples = commandSamples({ walletId, userId: bob.userId });
});

afterAll(() => tee.dispose());

function call(name: CommandName, options: CallOptions, params: unknown = samples[name]): TestAnswer {
  return tee.call(name, params, {
    operationId: commands[name].changesState ? operationId() : undefined,
    secrets: secretLengths(name).map((length) => new Uint8Array(length).fill(97)),
    ...options,
  });
}

/** As the device owner, whose last factor was shown longer ago than Enhanced lasts. */
function callLate(name: CommandName): TestAnswer {
  tee.advance(6 * 60_000);
  return call(name, { session: sessions.owner });
}

function bind(permissions: readonly string[], type = 'Authorized'): void {
  const terms = { type, permissions };
  tee.mustCall(
    'PUT_BINDING',
    { walletId, userId: bob.userId, terms },
    { session: sessions.owner, operationId: operationId(), proof: tee.twoFactors(owner) },
  );
}

function access(name: CommandName) {
  const found = commands[name].access;
  if (found === undefined) throw new Error('unreachable');
  return found;
}

const outcomeOf = ({ trace }: TestAnswer, check: string) =>
  trace.find((entry) => entry.check === check)?.outcome;

describe('layer 2: whom a command serves', () => {
  test.each(NAMES)('%s', (name) => {
    const answer = call(name, { session: tee.openSession() });
    if (access(name).subject.kind === 'client') {
      expect(answer.reason).not.toBe('login-required');
      return expect(outcomeOf(answer, 'logged-in')).toBeUndefined();
    }
    expect(answer).toMatchObject({
      code: 'ACCESS_DENIED',
      layer: 2,
      reason: 'login-required',
      body: undefined,
    });
  });
});

describe('layer 3: what a user may do', () => {
  const ofOwner = NAMES.filter((name) => access(name).subject.kind === 'device-owner');
  test.each(ofOwner)('%s is the device owner’s', (name) => {
    expect(call(name, { session: sessions.bob })).toMatchObject({
      code: 'ACCESS_DENIED',
      layer: 3,
      reason: 'not-device-owner',
    });
    expect(outcomeOf(call(name, { session: sessions.owner }), 'role')).toBe('pass');
  });

  const ofWallet = NAMES.filter((name) => access(name).subject.kind.startsWith('wallet'));
  test.each(ofWallet)('%s: a wallet of someone else is as unknown as one that never was', (name) => {
    const [foreign, unknown] = [walletId, 'A'.repeat(22)].map((id) =>
      call(name, { session: sessions.bob }, { ...samples[name], walletId: id }),
    );
    expect(foreign).toMatchObject({ code: 'ITEM_NOT_FOUND', layer: 3, reason: 'unknown-wallet' });
    expect(foreign?.trace.find(({ check }) => check === 'wallet-binding')).toEqual({
      layer: 3,
      check: 'wallet-binding',
      outcome: 'deny',
      durationUs: 0,
    });
    for (const part of ['code', 'origin', 'reason', 'layer', 'trace', 'body'] as const) {
      expect(foreign?.[part]).toEqual(unknown?.[part]);
    }
  });

  test('a binding permits what it lists, and nothing else', () => {
    const cases = [
      { permissions: ['READ'], type: 'Guardian', may: ['READ'] },
      { permissions: ['READ', 'SIGN'], type: 'Authorized', may: ['READ', 'SIGN'] },
      { permissions: ['SIGN'], type: 'Authorized', may: ['SIGN'] },
    ];
    for (const { permissions, type, may } of cases) {
      tee.advance(60_000);
      bind(permissions, type);
      for (const name of ofWallet) {
        const { subject } = access(name);
        const answer = call(name, { session: sessions.bob });
        const permitted = subject.kind === 'wallet' && may.includes(subject.permission);
        expect(outcomeOf(answer, 'permission'), `${name} ${permissions}`).toBe(permitted ? 'pass' : 'deny');
        if (!permitted) {
          expect(answer).toMatchObject({ code: 'ACCESS_DENIED', layer: 3, reason: 'not-permitted' });
        }
      }
    }
  });
});

describe('layer 4: the level that a command needs', () => {
  const fixed = NAMES.filter((name) => !['by-risk', 'by-change'].includes(access(name).level));
  const logged = fixed.filter((name) => access(name).subject.kind !== 'client');
  test.each(logged)('%s', (name) => {
    const { level } = access(name);
    const answer = callLate(name);
    const entry = answer.trace.find(({ check }) => check === 'required-level');
    expect(entry).toMatchObject({
      expected: level,
      actual: 'Standard',
      outcome: level === 'Standard' ? 'pass' : 'deny',
    });
    if (level === 'Standard') return expect(answer.layer).toBeUndefined();
    const reason = level === 'Enhanced' ? 'enhanced-needed' : 'maximum-needed';
    expect(answer).toMatchObject({ code: 'ACCESS_DENIED', layer: 4, reason, body: undefined });
  });
});

describe('layer 1: what a client is permitted', () => {
  const identity = new TestClientIdentity(2);
  beforeAll(() => {
    tee.advance(60_000);
    const terms = {
      clientId: identity.id,
      name: 'may do nothing',
      binaryHash: bytesToHex(WINDOW_MEASUREMENT),
      permissions: { allowedOperations: [], rateLimit: { requests: 1_000, perMs: 60_000 } },
    };
    const proof = tee.twoFactors(owner);
    tee.mustCall('REGISTER_CLIENT', terms, { session: sessions.owner, operationId: operationId(), proof });
  });

  test.each(NAMES)('%s needs its operation', (name) => {
    const session = tee.openSession({ identity, client: SOCKET });
    const answer = call(name, { session, client: SOCKET });
    expect(answer).toMatchObject({ code: 'ACCESS_DENIED', layer: 1, reason: 'operation-not-allowed' });
    const entry = answer.trace.find(({ check }) => check === 'operation-allowed');
    expect(entry).toMatchObject({ outcome: 'deny', expected: access(name).operation, actual: '' });
    expect(outcomeOf(call(name, { session: tee.openSession() }), 'operation-allowed')).toBe('pass');
  });
});
