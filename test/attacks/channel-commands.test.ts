// Attacks through the command table: every command, with params, features, secrets and ids that do not fit.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { TEE_CODES, TEE_REASONS } from '../../tee-sim/protocol/codes.ts';
import { type CommandName, commands, TA_UUID } from '../../tee-sim/protocol/commands.ts';
import type { TestAnswer, TestSession } from '../helpers/seal-request.ts';
import { type CallOptions, operationId, PAYMENT, TestTee } from '../helpers/tee-in-process.ts';

const NAMES = Object.keys(commands) as CommandName[];
const OPERATION_ID = operationId();

/** Params that each command accepts, so that the attacks below change one thing only. */
const HONEST: { readonly [C in CommandName]: Record<string, unknown> } = {
  OPEN_SESSION: { taUuid: TA_UUID, login: 'LOGIN_PUBLIC' },
  CLOSE_SESSION: {},
  ASSESS_PAYMENT: { payment: PAYMENT },
  LIST_RISK_LOGS: { limit: 10 },
  SEARCH_RISK_LOGS: { filter: { kinds: ['boot'], fromMs: 1 }, limit: 10, content: 'record' },
  GET_RISK_LOG: { logId: 1 },
  ERASE_FEATURES: { logId: 1 },
  VERIFY_CHAIN: { fromId: 1, maxRows: 10 },
  GET_OPERATION: { operationId: OPERATION_ID },
  GET_STATUS: {},
};

let tee: TestTee;
let session: TestSession;

beforeAll(() => {
  tee = new TestTee();
  session = tee.openSession();
});

afterAll(() => tee.dispose());

function call(name: CommandName, params: unknown, options: CallOptions = {}): TestAnswer {
  const spec = commands[name];
  return tee.call(name, params, {
    session: spec.session ? session : undefined,
    operationId: spec.changesState ? operationId() : undefined,
    secrets: Object.values(spec.secrets).map((length) => randomBytes(length)),
    ...options,
  });
}

const MALFORMED = { code: 'BAD_PARAMETERS', origin: 'TEE', reason: 'malformed', body: undefined };

describe('malformed calls', () => {
  afterAll(() => {
    // None of them left anything: the boot row is still the only one, and the chain holds.
    const verified = tee.call('VERIFY_CHAIN', { fromId: 1, maxRows: 10 }, { session }).body;
    expect(verified).toEqual({ verified: 1, total: 1 });
    expect(tee.call('GET_STATUS', {}, { session }).body).toMatchObject({ sessions: 1 });
  });

  describe.each(NAMES)('%s', (name) => {
    const spec = commands[name];

    test('refuses whatever its schema does not accept', () => {
      fc.assert(
        fc.property(fc.jsonValue(), (params) => {
          fc.pre(!spec.params.safeParse(params).success);
          expect(call(name, params)).toMatchObject(MALFORMED);
        }),
        { numRuns: 40 },
      );
    });

    test('refuses its own params with one field replaced, removed or added', () => {
      const field = fc.constantFrom(...Object.keys(HONEST[name]), '__proto__', 'constructor', 'extra');
      const value = fc.oneof(
        fc.jsonValue(),
        fc.constantFrom(
          undefined,
          null,
          Number.NaN,
          -1,
          0,
          1.5,
          2 ** 53,
          '',
          '9'.repeat(80),
          'x'.repeat(20_000),
        ),
      );
      fc.assert(
        fc.property(field, value, (key, other) => {
          const params: unknown = JSON.parse(
            JSON.stringify(Object.entries(HONEST[name]).filter(([own]) => own !== key)),
          );
          const text = JSON.stringify(other);
          const entries = Object.entries(Object.fromEntries(params as [string, unknown][]));
          const fields = entries.map(([own, part]) => `${JSON.stringify(own)}:${JSON.stringify(part)}`);
          if (text !== undefined) fields.push(`${JSON.stringify(key)}:${text}`);
          const attacked: unknown = JSON.parse(`{${fields.join(',')}}`);
          fc.pre(!spec.params.safeParse(attacked).success);
          expect(call(name, attacked)).toMatchObject(MALFORMED);
        }),
        { numRuns: 40 },
      );
    });

    test('refuses features that are malformed, and any where it takes none', () => {
      const wrong = [null, 'x', [], { keys: ['a'] }, { localHour: 24 }, { localHour: 1, extra: 1 }];
      for (const features of spec.features ? wrong : [...wrong, {}, { localHour: 3 }]) {
        expect(call(name, HONEST[name], { features }), JSON.stringify(features)).toMatchObject(MALFORMED);
      }
    });

    test('refuses secrets of another number or length', () => {
      const lengths = Object.values(spec.secrets);
      const wrong = [
        [...lengths, 32],
        lengths.map((length) => length + 1),
        lengths.map((length) => length - 1),
        lengths.slice(1),
      ].filter((attempt) => attempt.join() !== lengths.join());
      for (const attempt of wrong) {
        const secrets = attempt.map((length) => randomBytes(length));
        expect(call(name, HONEST[name], { secrets }), attempt.join()).toMatchObject(MALFORMED);
      }
    });

    test('needs an operation id exactly when it changes state', () => {
      if (spec.changesState) {
        expect(call(name, HONEST[name], { operationId: undefined })).toMatchObject({
          code: 'BAD_PARAMETERS',
          reason: 'operation-id-missing',
        });
      } else {
        expect(call(name, HONEST[name], { operationId: operationId() })).toMatchObject(MALFORMED);
      }
    });

    test('needs a session exactly when the table says so', () => {
      if (!spec.session)
        return expect(call(name, HONEST[name], { session })).toMatchObject({ code: 'BAD_PARAMETERS' });
      expect(call(name, HONEST[name], { session: undefined })).toMatchObject({
        code: 'BAD_STATE',
        reason: 'no-session',
      });
    });
  });
});

test('whatever a body holds, the answer is signed, sealed and from the closed lists', () => {
  const reasons: readonly (string | undefined)[] = [...TEE_REASONS, undefined];
  const field = fc.constantFrom(
    'sessionId',
    'nonce',
    'issuedAtMs',
    'command',
    'params',
    'features',
    'operationId',
  );
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), field, fc.jsonValue(), (name, key, value) => {
      const answer = call(name, HONEST[name], { body: { [key]: value } });
      expect(answer.sealed).toBe(true);
      expect(answer.code === 'SUCCESS' || Object.hasOwn(TEE_CODES, answer.code)).toBe(true);
      expect(reasons).toContain(answer.reason);
      expect(answer.body === undefined).toBe(answer.code !== 'SUCCESS');
    }),
    { numRuns: 150 },
  );
});
