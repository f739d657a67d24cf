// Attacks through the command table: every command, with params, features, secrets and ids that do not fit.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import { TEE_CODES, TEE_REASONS } from '../../tee-sim/protocol/codes.ts';
import { type CommandName, commands } from '../../tee-sim/protocol/commands.ts';
import { commandSamples, secretLengths } from '../helpers/command-samples.ts';
import type { TestAnswer, TestSession } from '../helpers/seal-request.ts';
import { type CallOptions, operationId, TestTee } from '../helpers/tee-in-process.ts';

/** Of each property, for each command. */
const RUNS = 6;
const NAMES = Object.keys(commands) as CommandName[];

/** Params that each command accepts, so that the attacks below change one thing only. */
const HONEST = commandSamples();

let tee: TestTee;
let session: TestSession;
let rowsBefore: number;

beforeAll(() => {
  tee = new TestTee();
  ({ session } = tee.withOwner());
  rowsBefore = (tee.mustCall('GET_STATUS', {}, { session }) as { logRows: number }).logRows;
});

afterAll(() => tee.dispose());

function call(name: CommandName, params: unknown, options: CallOptions = {}): TestAnswer {
  const spec = commands[name];
  return tee.call(name, params, {
    session: spec.session ? session : undefined,
    operationId: spec.changesState ? operationId() : undefined,
    secrets: secretLengths(name).map((length) => randomBytes(length)),
    ...options,
  });
}

const MALFORMED = { code: 'BAD_PARAMETERS', origin: 'TEE', reason: 'malformed', body: undefined };

describe('malformed calls', () => {
  afterAll(() => {
    // None of them left anything: not a row, not a session, and the chain holds.
    const verified = tee.call('VERIFY_CHAIN', { fromId: 1, maxRows: 100 }, { session }).body;
    expect(verified).toEqual({ verified: rowsBefore, total: rowsBefore });
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
        { numRuns: RUNS },
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
        { numRuns: RUNS },
      );
    });

    test('refuses features that are malformed, and any where it takes none', () => {
      const wrong = [null, 'x', [], { keys: ['a'] }, { localHour: 24 }, { localHour: 1, extra: 1 }];
      for (const features of spec.features ? wrong : [...wrong, {}, { localHour: 3 }]) {
        expect(call(name, HONEST[name], { features }), JSON.stringify(features)).toMatchObject(MALFORMED);
      }
    });

    test('refuses secrets of another number or length', () => {
      const table: readonly (number | readonly [number, number])[] = Object.values(spec.secrets);
      const [least, most] = [0, 1].map((i) => table.map((length) => [length].flat()[i] ?? Number(length)));
      const lengths = secretLengths(name);
      const wrong = [
        [...lengths, 32],
        (most ?? []).map((length) => length + 1),
        (least ?? []).map((length) => Math.max(0, length - 1)),
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

    test('refuses a proof that is malformed, and any where there is no session', () => {
      const payloadDigest = bytesToBase64Url(new Uint8Array(32));
      const factors = { factor: 'one-time-code', user: 'Alice', code: '000000' };
      const wrong = [
        null,
        'x',
        [],
        {},
        { payloadDigest },
        { factors },
        { payloadDigest, factors: { ...factors, code: '00000' } },
        { payloadDigest, factors: { ...factors, factor: 'none' } },
        { payloadDigest, factors: { factor: 'multi-factor', primary: factors } },
        { payloadDigest: payloadDigest.slice(1), factors },
        { payloadDigest, factors, level: 'Maximum' },
      ];
      for (const proof of spec.session ? wrong : [...wrong, { payloadDigest, factors }]) {
        const answer = call(name, HONEST[name], { body: { proof } });
        expect(answer, JSON.stringify(proof)).toMatchObject(MALFORMED);
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
    'proof',
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
