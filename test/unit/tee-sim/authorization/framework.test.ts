import { expect, test } from 'vitest';
import {
  AuthorizationFramework,
  type Demands,
  type Layers,
  type OperationRequest,
} from '../../../../tee-sim/authorization/framework.ts';
import { TokenMint } from '../../../../tee-sim/authorization/token.ts';
import { TraceRecorder } from '../../../../tee-sim/authorization/trace.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import type { RefusalName } from '../../../../tee-sim/os/refusals.ts';
import { walletIdSchema } from '../../../../tee-sim/protocol/bindings.ts';
import { clientIdSchema } from '../../../../tee-sim/protocol/clients.ts';
import type { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { commands } from '../../../../tee-sim/protocol/commands.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { sessionIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import type { Check, Layer } from '../../../../tee-sim/protocol/trace.ts';

const ALICE = { id: userIdSchema.parse('device-owner'), name: 'Alice', role: 'device-owner' } as const;
const BINDING = {
  walletId: walletIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA'),
  userId: ALICE.id,
  terms: { type: 'Owner', permissions: ['SIGN'] },
  createdAtMs: 0,
} as const;
const REQUEST: OperationRequest = {
  session: {
    id: sessionIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA'),
    channelId: 'main-window',
    client: { id: clientIdSchema.parse('aa'.repeat(32)), name: 'wallet', programChanged: false },
    user: ALICE,
    lockedUser: undefined,
    factorShownAtMs: undefined,
  },
  command: 'SIGN_TRANSACTION',
  access: commands.SIGN_TRANSACTION.access ?? {
    operation: 'SignTransaction',
    subject: { kind: 'user' },
    level: 'Standard',
  },
  walletId: BINDING.walletId,
  proof: undefined,
  proofPasswords: [],
  payloadDigest: new Uint8Array(32),
  requestDigest: new Uint8Array(32),
  measurement: new Uint8Array(32),
  driverContext: undefined,
  atMs: 0,
};
const SPEND: Demands = {
  spend: { chainId: 1, amounts: [{ asset: 'native', amount: 5n }], unbounded: false },
};

/** One check of each layer, and how it refuses. */
const ONE_OF: Record<Layer, [Check, RefusalName]> = {
  1: ['operation-allowed', 'operation-not-allowed'],
  2: ['logged-in', 'login-required'],
  3: ['permission', 'not-permitted'],
  4: ['required-level', 'maximum-needed'],
};

/** Layers that say no as told, and note that they were asked. */
function setUp(failing: readonly Layer[], limitsFail = false) {
  const asked: string[] = [];
  const trace = new TraceRecorder(() => 0);
  const say = (layer: Layer): void => {
    asked.push(String(layer));
    const [check, refusal] = ONE_OF[layer];
    trace.check(layer, check, () => (failing.includes(layer) ? { refusal } : {}));
  };
  const layers: Layers = {
    clientAccess: { check: () => say(1) },
    login: {
      check: () => {
        say(2);
        return ALICE;
      },
    },
    permissions: {
      checkSubject: () => {
        say(3);
        return { ...BINDING, terms: { ...BINDING.terms, permissions: [...BINDING.terms.permissions] } };
      },
      checkLimits: () => {
        asked.push('limits');
        trace.check(3, 'daily-limit', () => (limitsFail ? { refusal: 'daily-limit' } : {}));
      },
    },
    operations: {
      check: () => {
        say(4);
        return 'Enhanced';
      },
    },
  };
  let minted = 0;
  class CountingMint extends TokenMint {
    override mint(...args: Parameters<TokenMint['mint']>) {
      minted += 1;
      return super.mint(...args);
    }
  }
  const tokens = new CountingMint(nobleEngine, randomBytes, () => 0);
  const framework = new AuthorizationFramework(layers, tokens, () => new Uint8Array(32));
  const authorize = (demands: Demands | undefined = SPEND) => {
    const admission = framework.admit(REQUEST, trace);
    return { admission, grant: framework.authorize(REQUEST, admission, demands, trace) };
  };
  return { asked, trace, framework, authorize, minted: () => minted };
}

const combinations = Array.from({ length: 16 }, (_, bits) =>
  ([1, 2, 3, 4] as const).filter((layer) => (bits & (1 << (layer - 1))) !== 0),
);

test.each(combinations.map((failing) => [failing.join(' ') || 'none', failing] as const))(
  'the first layer that denies is the one that answers; denying: %s',
  (_name, failing) => {
    const { asked, trace, authorize, minted } = setUp(failing);
    const [first] = failing;
    if (first === undefined) {
      expect(authorize().grant.conditions).toEqual(['unlimited', 'factor-shown']);
      expect(asked).toEqual(['1', '2', '3', 'limits', '4']);
      expect(trace.entries.every(({ outcome }) => outcome === 'pass')).toBe(true);
      return;
    }
    let thrown: TeeError | undefined;
    try {
      authorize();
    } catch (error) {
      thrown = error as TeeError;
    }
    expect(thrown).toMatchObject({ layer: first, reason: ONE_OF[first][1] });
    expect(minted()).toBe(0);
    expect(asked.at(-1)).toBe(String(first));
    const layersOf = (outcome: string) =>
      new Set(trace.entries.filter((entry) => entry.outcome === outcome).map(({ layer }) => layer));
    expect([...layersOf('deny')]).toEqual([first]);
    expect([...layersOf('not-reached')]).toEqual([1, 2, 3, 4].filter((layer) => layer > first));
  },
);

test('limits are layer 3’s: they deny before layer 4 is asked', () => {
  const { asked, authorize, minted } = setUp([4], true);
  expect(() => authorize()).toThrow(expect.objectContaining({ layer: 3, reason: 'daily-limit' }));
  expect(asked).toEqual(['1', '2', '3', 'limits']);
  expect(minted()).toBe(0);
});

test('what spends nothing asks for no limit, and has no condition of one', () => {
  const { asked, authorize } = setUp([]);
  expect(authorize({}).grant.conditions).toEqual(['factor-shown']);
  expect(asked).not.toContain('limits');
});

test('the token fits this very operation, once', () => {
  const { framework, authorize } = setUp([]);
  const { admission, grant } = authorize();
  const other = { ...REQUEST, payloadDigest: new Uint8Array(32).fill(1) };
  const refused = expect.objectContaining({ code: 'GENERIC', reason: 'internal' });
  expect(() => framework.redeem(other, admission, grant)).toThrow(refused);
  expect(() => framework.redeem(REQUEST, { ...admission, user: undefined }, grant)).toThrow(refused);
  expect(() => framework.redeem(REQUEST, admission, { ...grant, conditions: [] })).toThrow(refused);
  framework.redeem(REQUEST, admission, grant);
  expect(() => framework.redeem(REQUEST, admission, grant)).toThrow(refused);
});
