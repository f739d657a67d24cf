// Guessing and flooding: thousands of attempts end in a lock-out or a refusal, with rows and memory that stay bounded.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { MAX_NONCES, NonceCache } from '../../tee-sim/os/nonces.ts';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../tee-sim/protocol/codes.ts';
import { FRESHNESS_MS } from '../../tee-sim/protocol/envelope.ts';
import { openStorage } from '../../tee-sim/storage/open.ts';
import type { SecureStorage } from '../../tee-sim/storage/storage.ts';
import { BareTa } from '../helpers/bare-ta.ts';
import { TestTee, WINDOW_MEASUREMENT } from '../helpers/tee-in-process.ts';
import { TestClientIdentity } from '../helpers/test-client.ts';
import type { TestUser } from '../helpers/test-user.ts';
import { refused } from '../unit/tee-sim/ta/device.ts';

vi.setConfig({ testTimeout: 300_000 });

let tee: TestTee;
let owner: TestUser;

beforeEach(() => {
  tee = new TestTee();
  ({ owner } = tee.withOwner());
});
afterEach(() => tee.dispose());

describe('with the TA alone, as fast as its client may ask', () => {
  let storage: SecureStorage;
  let ta: BareTa;

  beforeEach(() => {
    tee.shutDown();
    const { dataDir, masterKey } = tee;
    storage = openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
    ta = new BareTa(storage, tee.machine.wall);
  });
  afterEach(() => {
    ta.destroy();
    storage.close();
  });

  const rows = (): number => storage.listLogs({ limit: 1 }).total;

  function count(times: number, guess: (i: number) => string): Map<string, number> {
    const answers = new Map<string, number>();
    for (let i = 0; i < times; i += 1) {
      // Ten a second: the wallet's own rate.
      ta.clock.ms += 100;
      const answer = guess(i);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
    return answers;
  }

  const digits = (i: number): string => String(i).padStart(6, '0');

  test('10,000 one-time codes: a handful are judged, and the right code is refused among them', () => {
    let session = ta.openSession();
    const before = rows();
    const startedAtMs = ta.clock.ms;
    const answers = count(10_000, (i) => {
      // Sessions end; opening another one gives nothing back.
      if (i % 1_000 === 999) session = ta.openSession();
      const factors = { factor: 'one-time-code', user: owner.name, code: digits(i) } as const;
      return ta.call('AUTHENTICATE_USER', {}, { session, factors });
    });
    // 5, and one more each time that 30, 60, 120, 240 and 480 s are over.
    expect(answers).toEqual(
      new Map([
        ['wrong-proof', 10],
        ['locked-out', 9_990],
      ]),
    );
    const { factors } = owner.proof(ta.clock.ms, 'one-time-code');
    expect(ta.call('AUTHENTICATE_USER', {}, { session, factors })).toBe('locked-out');
    const minutes = Math.ceil((ta.clock.ms - startedAtMs) / 60_000);
    expect(rows() - before).toBeLessThanOrEqual(10 + 30 * (minutes + 1));
    // What was left out of the log is counted in it.
    ta.clock.ms += 60_000;
    ta.call('AUTHENTICATE_USER', {}, { session, factors });
    const newest = storage.listLogs({ limit: 1 }).rows[0];
    if (newest === undefined) throw new Error('no row');
    const { record } = storage.getLog(newest.id);
    const { suppressed } = JSON.parse(new TextDecoder().decode(record)) as { suppressed: number };
    expect(suppressed).toBeGreaterThan(100);
  });

  test('2,000 recovery codes, passwords and codes in turn, over a new session each time', () => {
    const guesses = [
      (i: number) => ({ factors: { factor: 'one-time-code', user: owner.name, code: digits(i) } as const }),
      () => ({ factors: { factor: 'recovery-code', user: owner.name, code: 'AAAAA-BBBBB' } as const }),
      (i: number) => ({
        factors: { factor: 'password', user: owner.name } as const,
        passwords: [utf8ToBytes(`guess ${i}`)],
      }),
    ];
    const answers = count(2_000, (i) => {
      const guess = guesses[i % 3];
      if (guess === undefined) throw new Error('unreachable');
      return ta.call('AUTHENTICATE_USER', {}, { session: ta.openSession(), ...guess(i) });
    });
    // 5, and one more each time that 30 and 60 s are over.
    expect(answers.get('wrong-proof')).toBe(7);
    expect(answers.get('locked-out')).toBe(1_993);
    expect(ta.sessions.size).toBeLessThanOrEqual(64);
  });

  test('2,000 names that nobody has leave at most 256 counters, and lock what comes after', () => {
    const session = ta.openSession();
    const answers = count(2_000, (i) =>
      ta.call(
        'AUTHENTICATE_USER',
        {},
        { session, factors: { factor: 'one-time-code', user: `nobody ${i}`, code: '000000' } },
      ),
    );
    // One row more keeps the key by which names are told apart.
    expect(storage.scan('lock_outs').length).toBeLessThanOrEqual(257);
    expect(answers.get('locked-out')).toBeGreaterThan(300);
    // Nobody who exists is locked out by it.
    const { factors, passwords } = owner.proof(ta.clock.ms, 'password');
    expect(ta.call('AUTHENTICATE_USER', {}, { session, factors, passwords })).toBe('SUCCESS');
  });

  test('a client that asks faster than its rate is refused, and leaves no more rows for it', () => {
    const session = ta.openSession();
    const before = rows();
    const answers = Array.from({ length: 5_000 }, () => ta.call('GET_ACCOUNT', {}, { session }));
    expect(answers.filter((answer) => answer === 'SUCCESS').length).toBe(600);
    expect(answers.filter((answer) => answer === 'rate-limited').length).toBe(4_400);
    expect(rows() - before).toBe(30);
  });
});

describe('through the channel', () => {
  const guess = (user: string, session: ReturnType<TestTee['openSession']>) => {
    const factors = { factor: 'one-time-code', user, code: '000000' } as const;
    return tee.call('AUTHENTICATE_USER', {}, { session, proof: { factors, passwords: [] } });
  };

  test('passwords and one-time codes share one count, over as many sessions as there are', () => {
    const reasons = Array.from({ length: 12 }, (_, i) => {
      const session = tee.openSession();
      if (i % 2 === 0) return guess(owner.name, session).reason;
      const factors = { factor: 'password', user: owner.name } as const;
      const proof = { factors, passwords: [utf8ToBytes('a guess at it')] };
      return tee.call('AUTHENTICATE_USER', {}, { session, proof }).reason;
    });
    expect(reasons).toEqual([
      ...new Array<string>(5).fill('wrong-proof'),
      ...new Array<string>(7).fill('locked-out'),
    ]);
  });

  test('a name that nobody has is answered, counted and locked like one that somebody has', () => {
    const ask = (name: string) => {
      const session = tee.openSession();
      return Array.from({ length: 7 }, () => {
        const { trace, code, reason, layer, body, payload } = guess(name, session);
        return JSON.stringify([trace, code, reason, layer, body, payload.sealed?.ciphertext.length]);
      });
    };
    expect(ask('Nobody at all')).toEqual(ask(owner.name));
  });

  test('where everybody is logged in, a flood of sessions is refused and nobody loses theirs', () => {
    const client = { channelId: 'main-window', measurement: WINDOW_MEASUREMENT };
    const sessions = Array.from({ length: 63 }, () => tee.login(tee.openSession({ client }), owner));
    for (let i = 0; i < 3; i += 1) {
      expect(refused(tee.tryOpenSession({ identity: new TestClientIdentity() }))).toBe(
        'BUSY sessions-full 1',
      );
    }
    for (const session of sessions) expect(tee.call('GET_ACCOUNT', {}, { session }).code).toBe('SUCCESS');
  });
});

test('a nonce flood fills a bounded cache, which refuses and never forgets what is still fresh', () => {
  const cache = new NonceCache();
  const reasons = new Map<string, number>();
  let largest = 0;
  const admit = (nonce: string, issuedAtMs: number, nowMs: number): string => {
    try {
      cache.admit(nonce, issuedAtMs, nowMs);
      return 'admitted';
    } catch (error) {
      return error instanceof TeeError ? (error.reason ?? error.code) : String(error);
    }
  };
  for (let i = 0; i < 200_000; i += 1) {
    const reason = admit(`flood ${i}`, 1_000_000, 1_000_000 + (i % 59_000));
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    largest = Math.max(largest, cache.size);
  }
  expect(largest).toBe(MAX_NONCES);
  expect(reasons).toEqual(
    new Map([
      ['admitted', MAX_NONCES],
      ['nonce-cache-full', 200_000 - MAX_NONCES],
    ]),
  );
  for (const i of [0, 1, MAX_NONCES - 1]) expect(admit(`flood ${i}`, 1_000_000, 1_059_000)).toBe('replayed');
  // A minute later it serves again.
  const later = 1_000_000 + FRESHNESS_MS + 1_001;
  expect(admit('honest', later, later)).toBe('admitted');
  expect(cache.size).toBe(1);
});
