import { expect, test } from 'vitest';
import type { VerifyContext } from '../../../../tee-sim/authorization/authenticator.ts';
import {
  type OperationAttempt,
  OperationAuthorizer,
} from '../../../../tee-sim/authorization/layer-4-operations.ts';
import { TraceRecorder } from '../../../../tee-sim/authorization/trace.ts';
import { refusal } from '../../../../tee-sim/os/refusals.ts';
import type { Assessment } from '../../../../tee-sim/protocol/assessment.ts';
import { clientIdSchema } from '../../../../tee-sim/protocol/clients.ts';
import { type Factor, requestProofSchema, userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { defaultPolicy, type Policy } from '../../../../tee-sim/protocol/policy.ts';
import { sessionIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { levelOf } from '../../../../tee-sim/risk/assess.ts';
import { emptyProfile } from '../../../../tee-sim/risk/profile.ts';

type Level = OperationAttempt['access']['level'];
type Rule = Assessment['factors'][number]['rule'];

const ALICE = { id: userIdSchema.parse('device-owner'), name: 'Alice', role: 'device-owner' } as const;
const KNOWN = {
  profile: emptyProfile(new Uint8Array(32)),
  firstPaidMs: undefined,
  strangers: new Set<never>(),
  lookAlike: undefined,
};
const NOW = 10_000_000;

function assessed(score: number, rules: readonly Rule[] = []) {
  const { enhancedFrom, maximumFrom, denyFrom } = defaultPolicy.operationAuthorization;
  const bounds = { enhancedFrom, maximumFrom, denyFrom };
  const level = levelOf(score, bounds);
  const factors = rules.map((rule) => ({ rule, points: 1, values: {} }));
  return { known: KNOWN, bounds, assessment: { score, level, factors } };
}

function proofOf(...factors: readonly Factor[]) {
  const samples = { holdMs: new Array<number>(23).fill(1), flightMs: new Array<number>(22).fill(1) };
  const typing = { templateHash: 'A'.repeat(43), freshSample: samples };
  const singles = factors.map((factor) => ({
    factor,
    user: 'Alice',
    ...(factor === 'one-time-code' ? { code: '000000' } : {}),
    ...(factor === 'recovery-code' ? { code: 'AAAAA-AAAAA' } : {}),
    ...(factor === 'typing' ? typing : {}),
  }));
  const [primary, secondary] = singles;
  const whole = secondary === undefined ? primary : { factor: 'multi-factor', primary, secondary };
  return requestProofSchema.parse({ payloadDigest: 'A'.repeat(43), factors: whole });
}

function setUp(changes: Partial<Policy['userAuthentication']> = {}, holds = true) {
  const trace = new TraceRecorder(() => 0);
  const calls: string[] = [];
  const contexts: VerifyContext[] = [];
  const policy = {
    ...defaultPolicy,
    userAuthentication: { ...defaultPolicy.userAuthentication, ...changes },
  };
  const userKey = new Uint8Array(32).fill(5);
  const layer = new OperationAuthorizer({
    authenticator: {
      verify: (proof, _passwords, context) => {
        calls.push('verify');
        contexts.push(context);
        if (!holds) throw refusal('wrong-proof', 4);
        const factors =
          proof.factor === 'multi-factor' ? [proof.primary.factor, proof.secondary.factor] : [proof.factor];
        return { user: ALICE, factors, userKey };
      },
    },
    sessions: {
      factorShown: () => calls.push('factorShown'),
      keepUserKey: (_id, key) => calls.push(key === userKey ? 'keepUserKey' : 'another key'),
    },
    policy: () => policy,
    laterMs: () => NOW,
  });
  const check = (level: Level, rest: Partial<OperationAttempt> = {}, shownAtMs?: number) =>
    layer.check(
      {
        session: {
          id: sessionIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA'),
          channelId: 'main-window',
          client: { id: clientIdSchema.parse('aa'.repeat(32)), name: 'wallet', programChanged: false },
          user: ALICE,
          lockedUser: undefined,
          factorShownAtMs: shownAtMs,
        },
        access: { operation: 'SignTransaction', subject: { kind: 'user' }, level },
        user: ALICE,
        proof: undefined,
        proofPasswords: [],
        payloadDigest: new Uint8Array(32),
        requestDigest: new Uint8Array(32),
        atMs: 1,
        demands: undefined,
        ...rest,
      },
      trace,
    );
  return { trace, calls, contexts, check };
}

const denied = (reason: string) => expect.objectContaining({ layer: 4, reason });

test.each([
  [29, 'Standard'],
  [30, 'Enhanced'],
  [59, 'Enhanced'],
  [60, 'Maximum'],
  [84, 'Maximum'],
])('a score of %i needs %s', (score, needed) => {
  const { trace, check } = setUp();
  const run = () => check('by-risk', { demands: { assessed: assessed(score) } });
  if (needed === 'Standard') expect(run()).toBe('Standard');
  else expect(run).toThrow(denied(needed === 'Enhanced' ? 'enhanced-needed' : 'maximum-needed'));
  expect(trace.entries.at(-1)).toMatchObject({
    check: 'required-level',
    expected: needed,
    actual: 'Standard',
  });
});

test.each([
  [0, 'Standard', 'Standard'],
  [0, 'Enhanced', 'Enhanced'],
  [0, 'Maximum', 'Maximum'],
  [30, 'Standard', 'Enhanced'],
  [30, 'Maximum', 'Maximum'],
  [60, 'Enhanced', 'Maximum'],
  [60, 'Standard', 'Maximum'],
] as const)('a score of %i, where at least %s is needed, needs %s', (score, level, needed) => {
  const { trace, check } = setUp();
  const run = () => check('by-risk', { demands: { assessed: assessed(score), level } });
  if (needed === 'Standard') expect(run()).toBe('Standard');
  else expect(run).toThrow(denied(needed === 'Enhanced' ? 'enhanced-needed' : 'maximum-needed'));
  expect(trace.entries.at(-1)).toMatchObject({ check: 'required-level', expected: needed });
  const proof = proofOf('password', 'one-time-code');
  expect(setUp().check('by-risk', { proof, demands: { assessed: assessed(score), level } })).toBe(needed);
});

test('a least level alone is no assessment: a command by risk without one is a defect', () => {
  const { check } = setUp();
  const refused = expect.objectContaining({ code: 'GENERIC', reason: 'internal' });
  expect(() => check('by-risk', { demands: { level: 'Standard' } })).toThrow(refused);
  expect(() => check('by-change', { demands: { assessed: assessed(0) } })).toThrow(refused);
});

test.each([85, 100])('a score of %i is denied whatever is shown', (score) => {
  const { calls, trace, check } = setUp();
  const proof = proofOf('password', 'one-time-code');
  expect(() => check('by-risk', { proof, demands: { assessed: assessed(score) } })).toThrow(
    denied('risk-too-high'),
  );
  expect(calls).toEqual([]);
  expect(trace.entries).toEqual([
    expect.objectContaining({
      check: 'risk-score',
      outcome: 'deny',
      expected: '< 85',
      actual: String(score),
    }),
  ]);
});

test.each<[Rule, boolean]>([
  ['look-alike-address', true],
  ['zero-address', true],
  ['machine-like-input', false],
  ['first-payment-to-address', false],
])('%s blocks: %s', (rule, blocks) => {
  const { trace, check } = setUp();
  const run = () => check('by-risk', { demands: { assessed: assessed(10, [rule]) } });
  if (!blocks) return expect(run()).toBe('Standard');
  expect(run).toThrow(denied('fraud-suspected'));
  expect(trace.entries.at(-1)).toMatchObject({ check: 'fraud-indicators', actual: rule });
});

test.each<[Level, Factor[], boolean]>([
  ['Enhanced', ['password'], true],
  ['Enhanced', ['one-time-code'], true],
  ['Enhanced', ['recovery-code'], true],
  ['Enhanced', ['typing'], true],
  ['Maximum', ['password', 'one-time-code'], true],
  ['Maximum', ['recovery-code', 'password'], true],
  ['Maximum', ['password', 'typing'], false],
  ['Maximum', ['typing', 'one-time-code'], false],
  ['Maximum', ['password'], false],
])('%s is reached with %s: %s', (level, factors, reached) => {
  const { calls, contexts, check } = setUp();
  const run = () => check(level, { proof: proofOf(...factors) });
  if (!reached) {
    expect(run).toThrow(denied('maximum-needed'));
    // What cannot suffice is not judged: nothing to guess at, and no code used up.
    return expect(calls).toEqual([]);
  }
  expect(run()).toBe(level);
  expect(calls).toEqual(['verify', 'keepUserKey', 'factorShown']);
  expect(contexts[0]).toMatchObject({ layer: 4, onlyUser: ALICE.id });
});

test('a factor shown in this session is Enhanced for five minutes, by the policy, and never Maximum', () => {
  const { enhancedForMs } = defaultPolicy.userAuthentication;
  expect(setUp().check('Enhanced', {}, NOW - enhancedForMs + 1)).toBe('Enhanced');
  expect(() => setUp().check('Enhanced', {}, NOW - enhancedForMs)).toThrow(denied('enhanced-needed'));
  expect(() => setUp({ enhancedForMs: 60_000 }).check('Enhanced', {}, NOW - 60_000)).toThrow(
    denied('enhanced-needed'),
  );
  expect(() => setUp().check('Maximum', {}, NOW)).toThrow(denied('maximum-needed'));
});

test('the policy says which factors count', () => {
  const strict = { enhancedFactors: ['one-time-code' as const] };
  expect(() => setUp(strict).check('Enhanced', { proof: proofOf('typing') })).toThrow(
    denied('enhanced-needed'),
  );
  expect(setUp(strict).check('Enhanced', { proof: proofOf('one-time-code') })).toBe('Enhanced');
  const noRecovery = { maximumFactors: ['password' as const, 'one-time-code' as const] };
  expect(() => setUp(noRecovery).check('Maximum', { proof: proofOf('password', 'recovery-code') })).toThrow(
    denied('maximum-needed'),
  );
});

test('a proof for another operation denies, before anything of it is judged', () => {
  const { calls, check } = setUp();
  const proof = { ...proofOf('password', 'one-time-code'), payloadDigest: new Uint8Array(32).fill(1) };
  for (const level of ['Standard', 'Enhanced', 'Maximum'] as const) {
    expect(() => check(level, { proof }, NOW)).toThrow(denied('payload-changed'));
  }
  expect(calls).toEqual([]);
});

test('a proof that is there is judged, also where none was needed', () => {
  const wrong = setUp({}, false);
  expect(() => wrong.check('Standard', { proof: proofOf('password') }, NOW)).toThrow(denied('wrong-proof'));
});

test('where any client is served, only a proof for something else is written', () => {
  const subject = { kind: 'client' } as const;
  const access = { operation: 'Authenticate', subject, level: 'Standard' } as const;
  const { trace, calls, check } = setUp();
  const proof = proofOf('password');
  expect(check('Standard', { access, user: undefined, proof })).toBe('Standard');
  expect([trace.entries, calls]).toEqual([[], []]);
  const other = { ...proof, payloadDigest: new Uint8Array(32).fill(1) };
  expect(() => check('Standard', { access, user: undefined, proof: other })).toThrow(
    denied('payload-changed'),
  );
});

test('a change whose file says nothing of its level is a defect, not Standard', () => {
  const defect = expect.objectContaining({ code: 'GENERIC' });
  expect(() => setUp().check('by-change')).toThrow(defect);
  expect(() => setUp().check('by-risk', { demands: {} })).toThrow(defect);
  expect(() => setUp().check('by-change', { demands: { level: 'Maximum' } })).toThrow(
    denied('maximum-needed'),
  );
});
