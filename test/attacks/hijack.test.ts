// Session hijacking (S2 §6.1): somebody who knows a session's id, sits on another channel, was there before the login,
// or holds even the session's secret.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { type CommandName, commands } from '../../tee-sim/protocol/commands.ts';
import { commandSamples, secretLengths } from '../helpers/command-samples.ts';
import type { TestSession } from '../helpers/seal-request.ts';
import { type CallOptions, operationId, TestTee, WINDOW_MEASUREMENT } from '../helpers/tee-in-process.ts';
import type { TestUser } from '../helpers/test-user.ts';
import { refused } from '../unit/tee-sim/ta/device.ts';

const NAMES = (Object.keys(commands) as CommandName[]).filter((name) => commands[name].session);
const NOT_YOURS = 'SECURITY session-mac 2';

let tee: TestTee;
let owner: TestUser;
let session: TestSession;

beforeEach(() => {
  tee = new TestTee();
  ({ owner, session } = tee.withOwner());
});
afterEach(() => tee.dispose());

function attempt(name: CommandName, options: CallOptions): string {
  const answer = tee.call(name, commandSamples()[name], {
    operationId: commands[name].changesState ? operationId() : undefined,
    secrets: secretLengths(name).map((length) => new Uint8Array(length).fill(97)),
    ...options,
  });
  expect(answer.body).toBeUndefined();
  return refused(answer);
}

test('an id without its secret opens no command, and all refusals look alike', () => {
  const mine = tee.openSession();
  const guesses = [
    { session: { id: session.id, secret: mine.secret } },
    { session: { id: session.id, secret: new Uint8Array(32) } },
    { session, mac: new Uint8Array(0) },
    // An id that never was.
    { session: { id: bytesToBase64Url(randomBytes(16)), secret: mine.secret } },
  ];
  for (const name of NAMES) {
    for (const guess of guesses) expect(attempt(name, guess), name).toBe(NOT_YOURS);
  }
  const texts = guesses.map((guess) => {
    const { trace, body, code, origin, payload } = tee.call('GET_STATUS', {}, guess);
    return JSON.stringify([trace, body, code, origin, payload.sealed?.ciphertext.length]);
  });
  expect(new Set(texts).size).toBe(1);
  expect(tee.call('GET_STATUS', {}, { session }).code).toBe('SUCCESS');
});

test('a session is its channel’s: the right MAC from another channel is nobody’s', () => {
  const elsewhere = { channelId: 'socket-1', measurement: WINDOW_MEASUREMENT };
  for (const name of NAMES) {
    expect(attempt(name, { session, client: elsewhere }), name).toBe(NOT_YOURS);
  }
  expect(tee.call('GET_STATUS', {}, { session }).code).toBe('SUCCESS');
});

test('fixation: the id known before the login is worth nothing after it', () => {
  const before = tee.openSession();
  const after = tee.login(before, owner);
  expect(after.id).not.toBe(before.id);
  for (const name of NAMES) expect(attempt(name, { session: before }), name).toBe(NOT_YOURS);
  expect(tee.call('GET_STATUS', {}, { session: after }).code).toBe('SUCCESS');
  // Also when a person logs in once more over the same session.
  tee.advance(30_000);
  const again = tee.login(after, owner);
  expect(refused(tee.call('GET_STATUS', {}, { session: after }))).toBe(NOT_YOURS);
  expect(tee.call('GET_STATUS', {}, { session: again }).code).toBe('SUCCESS');
});

describe('a session that is over', () => {
  const ways: readonly [string, (session: TestSession) => void][] = [
    ['closed', (over) => tee.mustCall('CLOSE_SESSION', {}, { session: over })],
    [
      'terminated by the owner elsewhere',
      (over) => {
        const { sessions } = tee.mustCall('LIST_SESSIONS', {}, { session: over }) as {
          sessions: { ref: string; current: boolean }[];
        };
        const ref = sessions.find(({ current }) => current)?.ref;
        tee.mustCall('TERMINATE_SESSION', { ref }, { session, operationId: operationId() });
      },
    ],
    ['idle for 15 minutes', () => tee.advance(15 * 60_000)],
    [
      'open for 8 hours, however busy',
      (over) => {
        for (let minutes = 0; minutes < 8 * 60; minutes += 10) {
          expect(tee.call('GET_ACCOUNT', {}, { session: over }).code).toBe('SUCCESS');
          tee.advance(10 * 60_000);
        }
      },
    ],
    [
      'of the boot before',
      () => {
        tee.shutDown();
        tee.boot();
      },
    ],
    [
      'overtaken by a wall clock that jumped a day',
      () => {
        tee.machine.wall += 86_400_000;
      },
    ],
  ];

  test.each(ways)('%s', (_how, end) => {
    const over = tee.login(tee.openSession(), owner);
    expect(tee.call('GET_STATUS', {}, { session: over }).code).toBe('SUCCESS');
    end(over);
    for (const name of NAMES) expect(attempt(name, { session: over }), name).toBe(NOT_YOURS);
  });

  test('used while it closes: of requests sealed before, those that arrive after are refused', () => {
    const over = tee.login(tee.openSession(), owner);
    const sealed = Array.from({ length: 10 }, (_, i) =>
      tee.seal(i === 4 ? 'CLOSE_SESSION' : 'GET_STATUS', {}, { session: over }),
    );
    const answers = sealed.map(({ text, keys }) => tee.send(text, keys));
    expect(answers.map(({ code }) => code)).toEqual([
      ...new Array<string>(5).fill('SUCCESS'),
      ...new Array<string>(5).fill('SECURITY'),
    ]);
    expect(answers.slice(5).map(refused)).toEqual(new Array(5).fill(NOT_YOURS));
  });

  test('locked: it stays, but for nobody, and the user’s key is gone with the login', () => {
    tee.mustCall('LOCK_SESSION', {}, { session });
    for (const name of NAMES) {
      if (commands[name].access?.subject.kind === 'client') continue;
      expect(attempt(name, { session }), name).toBe('ACCESS_DENIED login-required 2');
    }
    expect(tee.call('GET_ACCOUNT', {}, { session }).body).toMatchObject({ lockedUser: 'Alice' });
  });

  test('locked with the machine', () => {
    const other = tee.login(tee.openSession(), owner);
    tee.tee.lock('system-lock');
    for (const each of [session, other]) {
      expect(attempt('LIST_WALLETS', { session: each })).toBe('ACCESS_DENIED login-required 2');
    }
  });
});

describe('who holds id and secret of a logged-in session', () => {
  const changes: readonly CommandName[] = [
    'CHANGE_PASSWORD',
    'REPLACE_ONE_TIME_CODE',
    'ENROL_TYPING',
    'REMOVE_FACTOR',
  ];

  test.each(changes)('cannot %s: that needs two factors for exactly this', (name) => {
    const params =
      name === 'REPLACE_ONE_TIME_CODE' ? { oneTimeCode: preparedCode() } : commandSamples()[name];
    const secrets = name === 'CHANGE_PASSWORD' ? [utf8ToBytes('the thief’s own password')] : [];
    const call = (options: CallOptions = {}) =>
      refused(tee.call(name, params, { session, secrets, operationId: operationId(), ...options }));
    expect(call()).toBe('ACCESS_DENIED maximum-needed 4');
    // One factor is no two, and a factor shown a moment ago is none.
    tee.advance(30_000);
    expect(call({ proof: owner.proof(tee.machine.wall, 'one-time-code') })).toBe(
      'ACCESS_DENIED maximum-needed 4',
    );
    expect(call({ proof: owner.proof(tee.machine.wall, 'password') })).toBe('ACCESS_DENIED maximum-needed 4');
    const guess = owner.proof(tee.machine.wall, 'password', 'one-time-code');
    expect(call({ proof: { ...guess, passwords: [utf8ToBytes('a guess of the password')] } })).toBe(
      'ACCESS_DENIED wrong-proof 4',
    );
    // The owner still logs in with what they always had.
    tee.advance(30_000);
    expect(tee.login(tee.openSession(), owner).id).not.toBe('');
  });

  test('cannot log in as the owner by the session alone, nor prove with a code what only a password opens', () => {
    tee.shutDown();
    tee.boot();
    const stolen = tee.openSession();
    tee.advance(30_000);
    const proof = owner.proof(tee.machine.wall, 'one-time-code');
    expect(attempt('AUTHENTICATE_USER', { session: stolen, proof })).toBe('ACCESS_DENIED password-needed 2');
  });

  function preparedCode(): string {
    // Prepared over the hijacked session itself: the thief knows the new secret, and it helps as little.
    tee.mustCall('PREPARE_FACTORS', { name: 'Alice' }, { session });
    return '000000';
  }
});
