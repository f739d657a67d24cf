import { expect, test } from 'vitest';
import { SessionTable } from '../../../../tee-sim/authorization/layer-2-sessions.ts';
import type { SessionClient, SessionUser } from '../../../../tee-sim/authorization/session.ts';
import { hmacSm3 } from '../../../../tee-sim/crypto/hmac.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { clientIdSchema } from '../../../../tee-sim/protocol/clients.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { type SessionId, sessionIdSchema } from '../../../../tee-sim/protocol/schema.ts';

const { idleMs, absoluteMs, maxSessions } = defaultPolicy.sessionSecurity;
const UNKNOWN = sessionIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');
const WALLET: SessionClient = {
  id: clientIdSchema.parse('aa'.repeat(32)),
  name: 'wallet',
  programChanged: false,
};
const OTHER: SessionClient = { ...WALLET, id: clientIdSchema.parse('bb'.repeat(32)) };
const ALICE: SessionUser = { id: userIdSchema.parse('device-owner'), name: 'Alice', role: 'device-owner' };
const BOB: SessionUser = { id: userIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ'), name: 'Bob', role: 'user' };

function setUp(engine = nobleEngine) {
  const state = { nowMs: 1_000_000 };
  const table = new SessionTable(
    engine,
    randomBytes,
    () => state.nowMs,
    () => defaultPolicy.sessionSecurity,
  );
  const secret = randomBytes(32);
  const session = table.open(WALLET, 'main-window', secret);
  return { state, table, secret, session };
}

function proof(sessionId: SessionId | undefined, secret: Uint8Array, channelId = 'main-window') {
  const macInput = randomBytes(50);
  return { sessionId, channelId, macInput, mac: hmacSm3(nobleEngine, secret, macInput) };
}

test('authenticates whoever knows the secret, and nobody else', () => {
  const { table, secret, session } = setUp();
  expect(table.authenticate(proof(session.id, secret))).toEqual(session);
  expect(table.authenticate(proof(session.id, randomBytes(32)))).toBeUndefined();
  expect(table.authenticate({ ...proof(session.id, secret), mac: new Uint8Array(0) })).toBeUndefined();
  expect(table.authenticate(proof(undefined, secret))).toBeUndefined();
});

test('a session that is unknown, closed, of another secret or of another channel is none alike', () => {
  const { table, secret, session } = setUp();
  const other = table.open(WALLET, 'main-window', randomBytes(32));
  const socket = table.open(WALLET, 'socket-1', secret);
  table.close(session.id);
  for (const id of [UNKNOWN, session.id, other.id, socket.id]) {
    expect(table.authenticate(proof(id, secret))).toBeUndefined();
  }
  expect(table.authenticate(proof(socket.id, secret, 'socket-1'))?.id).toBe(socket.id);
});

test('refusing an unknown session costs what refusing a known one does, and no secret serves for it', () => {
  let digests = 0;
  const counting = {
    ...nobleEngine,
    sm3: (...parts: Uint8Array[]) => {
      digests += 1;
      return nobleEngine.sm3(...parts);
    },
  };
  const { table, session } = setUp(counting);
  const costs = [session.id, UNKNOWN].map((id) => {
    digests = 0;
    expect(table.authenticate(proof(id, new Uint8Array(32)))).toBeUndefined();
    return digests;
  });
  expect(costs[0]).toBe(costs[1]);
  expect(costs[0]).toBeGreaterThan(0);
});

test('ends when unused for 15 minutes; use keeps it', () => {
  const { state, table, secret, session } = setUp();
  state.nowMs += idleMs - 1;
  expect(table.authenticate(proof(session.id, secret))).toBeDefined();
  state.nowMs += idleMs - 1;
  expect(table.authenticate(proof(session.id, secret))).toBeDefined();
  state.nowMs += idleMs;
  expect(table.isOpen(session.id)).toBe(false);
  expect(table.authenticate(proof(session.id, secret))).toBeUndefined();
  expect(table.size).toBe(0);
});

test('a failed proof, or one over another channel, is no use of the session', () => {
  const { state, table, secret, session } = setUp();
  state.nowMs += idleMs - 1;
  expect(table.authenticate(proof(session.id, randomBytes(32)))).toBeUndefined();
  expect(table.authenticate(proof(session.id, secret, 'socket-1'))).toBeUndefined();
  state.nowMs += 1;
  expect(table.authenticate(proof(session.id, secret))).toBeUndefined();
});

test('ends after 8 hours of use, counted from the login', () => {
  const { state, table, secret, session } = setUp();
  state.nowMs += idleMs - 1;
  const { id } = table.login(session.id, ALICE, undefined);
  for (let elapsed = idleMs / 2; elapsed < absoluteMs; elapsed += idleMs / 2) {
    state.nowMs += idleMs / 2;
    expect(table.authenticate(proof(id, secret))).toBeDefined();
  }
  state.nowMs += idleMs / 2;
  expect(table.authenticate(proof(id, secret))).toBeUndefined();
});

test('a login rotates the id: what was known before it is worth nothing after it', () => {
  const { state, table, secret, session } = setUp();
  const userKey = randomBytes(32);
  const copy = userKey.slice();
  const after = table.login(session.id, ALICE, userKey);
  // Taken over: the session's own copy is the only one.
  expect(userKey).toEqual(new Uint8Array(32));
  expect(after).toEqual({ ...session, id: after.id, user: ALICE, factorShownAtMs: state.nowMs });
  expect(after.id).not.toBe(session.id);
  expect(table.authenticate(proof(session.id, secret))).toBeUndefined();
  expect(table.authenticate(proof(after.id, secret))).toEqual(after);
  expect(table.userKey(after.id)).toEqual(copy);
  expect(table.size).toBe(1);
  expect(table.login(after.id, ALICE, undefined, false).factorShownAtMs).toBeUndefined();
});

test('a lock logs out and wipes the key, but the session stays and remembers whose it was', () => {
  const { table, secret, session } = setUp();
  const { id } = table.login(session.id, ALICE, randomBytes(32));
  const userKey = table.userKey(id);
  const held = thing();
  table.hold(id, 'reviews', held);
  table.lock(id);
  const locked = { id: ALICE.id, name: ALICE.name };
  const state = table.authenticate(proof(id, secret));
  expect(state).toMatchObject({ user: undefined, lockedUser: locked, factorShownAtMs: undefined });
  expect(userKey).toEqual(new Uint8Array(32));
  expect(table.userKey(id)).toBeUndefined();
  expect(table.held(id, 'reviews')).toBeUndefined();
  expect(held.wiped).toBe(1);
  table.lockAll();
  expect(table.authenticate(proof(id, secret))).toMatchObject({ lockedUser: locked });
});

test('a step-up’s key is kept only where the user’s login brought none', () => {
  const { table, session } = setUp();
  const [anonymous, first, second] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  table.keepUserKey(session.id, anonymous);
  expect(table.userKey(session.id)).toBeUndefined();
  const { id } = table.login(session.id, ALICE, undefined);
  const copy = first.slice();
  table.keepUserKey(id, first);
  table.keepUserKey(id, second);
  expect(table.userKey(id)).toEqual(copy);
  for (const key of [anonymous, first, second]) expect(key).toEqual(new Uint8Array(32));
});

test('a full table gives up the anonymous session that was unused for longest', () => {
  const { state, table, secret, session } = setUp();
  const others = Array.from({ length: maxSessions - 1 }, () => table.open(WALLET, 'main-window', secret));
  state.nowMs += 1;
  table.authenticate(proof(session.id, secret));
  const loggedIn = table.login(others[0]?.id ?? UNKNOWN, ALICE, undefined);
  const locked = table.login(others[1]?.id ?? UNKNOWN, ALICE, undefined);
  table.lock(locked.id);
  state.nowMs += 1;
  const added = table.open(WALLET, 'main-window', secret);
  expect(table.size).toBe(maxSessions);
  const [, , unused, ...kept] = others;
  expect(table.isOpen(unused?.id ?? UNKNOWN)).toBe(false);
  for (const { id } of [session, added, loggedIn, locked, ...kept]) expect(table.isOpen(id)).toBe(true);
});

test('a client that opens more and more loses its own sessions, and takes none from another', () => {
  const { table, secret, session } = setUp();
  const greedy = { ...WALLET, id: clientIdSchema.parse('ee'.repeat(32)) };
  const opened = Array.from({ length: 3 * maxSessions }, () => table.open(greedy, 'local-1', secret));
  expect(table.size).toBe(maxSessions);
  expect(table.isOpen(session.id)).toBe(true);
  expect(opened.filter(({ id }) => table.isOpen(id))).toEqual(opened.slice(1 - maxSessions));
});

test('where somebody is logged in to all of them, nobody loses theirs', () => {
  const { table, secret, session } = setUp();
  table.login(session.id, ALICE, undefined);
  for (let i = 1; i < maxSessions; i += 1) {
    table.login(table.open(WALLET, 'main-window', secret).id, BOB, undefined);
  }
  expect(() => table.open(WALLET, 'main-window', secret)).toThrow(
    expect.objectContaining({ code: 'BUSY', reason: 'sessions-full' }),
  );
  expect(table.size).toBe(maxSessions);
  const [view] = table.list();
  table.terminate(view?.ref ?? '');
  expect(table.isOpen(table.open(WALLET, 'main-window', secret).id)).toBe(true);
});

test('sessions that are over make room before any that is not', () => {
  const { state, table, secret } = setUp();
  state.nowMs += idleMs - 1;
  for (let i = 1; i < maxSessions; i += 1) table.open(WALLET, 'main-window', secret);
  state.nowMs += 1;
  table.open(WALLET, 'main-window', secret);
  expect(table.size).toBe(maxSessions);
});

test('all sessions of a user, locked ones too, or of a client end together, but for one', () => {
  const { table, secret, session } = setUp();
  const open = (client = WALLET) => table.open(client, 'main-window', secret).id;
  const alice = table.login(session.id, ALICE, undefined).id;
  const locked = table.login(open(), ALICE, undefined).id;
  table.lock(locked);
  const bob = table.login(open(OTHER), BOB, undefined).id;
  const nobody = open();
  table.closeUser(ALICE.id, alice);
  expect([alice, locked, bob, nobody].map((id) => table.isOpen(id))).toEqual([true, false, true, true]);
  table.closeClient(OTHER.id);
  expect([alice, bob, nobody].map((id) => table.isOpen(id))).toEqual([true, false, true]);
  table.closeAll();
  expect(table.size).toBe(0);
});

test('the sessions of a channel end with it, logged in or not, and no others', () => {
  const { table, secret, session } = setUp();
  const alice = table.login(table.open(OTHER, 'local-1', secret).id, ALICE, undefined).id;
  const nobody = table.open(OTHER, 'local-1', secret).id;
  const elsewhere = table.open(OTHER, 'local-2', secret).id;
  table.closeChannel('local-1');
  const open = [alice, nobody, elsewhere, session.id].map((id) => table.isOpen(id));
  expect(open).toEqual([false, false, true, true]);
});

test('lists name sessions without their ids, newest first, and one can be ended by that name', () => {
  const { state, table, secret, session } = setUp();
  state.nowMs += 5;
  const { id } = table.login(table.open(OTHER, 'main-window', secret).id, BOB, undefined);
  const views = table.list();
  expect(views.map(({ user, openedAtMs }) => [user?.name, openedAtMs])).toEqual([
    ['Bob', 1_000_005],
    [undefined, 1_000_000],
  ]);
  expect(JSON.stringify(views)).not.toContain(id);
  expect(views[0]?.ref).toMatch(/^[0-9a-f]{16}$/);
  expect(views[0]?.ref).toBe(table.ref(id));
  expect(table.terminate(table.ref(id))).toBe(true);
  expect(table.terminate(table.ref(id))).toBe(false);
  expect(table.isOpen(session.id)).toBe(true);
});

/** Counts how often it was wiped. */
function thing() {
  return {
    wiped: 0,
    wipe() {
      this.wiped += 1;
    },
  };
}

const SLOTS = ['factors', 'wallet', 'keystore', 'reviews', 'accountKeys'] as const;

test.each([
  ['is closed', ({ table, session }: ReturnType<typeof setUp>) => table.close(session.id)],
  ['is logged in to', ({ table, session }) => table.login(session.id, ALICE, undefined)],
  ['is locked', ({ table, session }) => table.lock(session.id)],
  ['is locked with all others', ({ table }) => table.lockAll()],
  ['loses its channel', ({ table }) => table.closeChannel('main-window')],
  ['loses its client', ({ table }) => table.closeClient(WALLET.id)],
  [
    'is unused for too long',
    ({ state, table }) => {
      state.nowMs += idleMs;
      table.endExpired();
    },
  ],
] as [string, (set: ReturnType<typeof setUp>) => void][])(
  'every thing that a session holds is wiped, once, when it %s',
  (_what, end) => {
    const set = setUp();
    const things = SLOTS.map((slot) => ({ slot, held: thing() }));
    for (const { slot, held } of things) set.table.hold(set.session.id, slot, held);
    const other = set.table.open(OTHER, 'local-1', set.secret);
    const others = thing();
    if (set.state.nowMs === 1_000_000) set.table.hold(other.id, 'reviews', others);
    end(set);
    for (const { slot, held } of things) {
      expect(held.wiped).toBe(1);
      expect(set.table.held(set.session.id, slot)).toBeUndefined();
    }
    if (set.table.isOpen(other.id) && _what !== 'is locked with all others') expect(others.wiped).toBe(0);
  },
);

test('a thing is wiped when it is replaced, dropped, or its own time is up, and no other with it', () => {
  const { state, table, secret, session } = setUp();
  const [replaced, late, dropped, kept] = [thing(), thing(), thing(), thing()];
  table.hold(session.id, 'reviews', kept);
  table.hold(session.id, 'factors', replaced, 15 * 60_000);
  table.hold(session.id, 'factors', late, 15 * 60_000);
  expect(replaced.wiped).toBe(1);
  expect(table.held(session.id, 'factors')).toBe(late);
  state.nowMs += 14 * 60_000;
  table.authenticate(proof(session.id, secret));
  expect(table.held(session.id, 'factors')).toBe(late);
  state.nowMs += 60_000;
  expect(table.held(session.id, 'factors')).toBeUndefined();
  table.hold(session.id, 'factors', dropped);
  table.drop(session.id, 'factors');
  table.drop(session.id, 'factors');
  expect([replaced, late, dropped, kept].map(({ wiped }) => wiped)).toEqual([1, 1, 1, 0]);
  expect(table.held(session.id, 'reviews')).toBe(kept);
});

test('the same thing held again lives on, from then', () => {
  const { state, table, session } = setUp();
  const held = thing();
  table.hold(session.id, 'reviews', held, 60_000);
  state.nowMs += 59_999;
  table.hold(session.id, 'reviews', held, 60_000);
  state.nowMs += 59_999;
  expect(table.held(session.id, 'reviews')).toBe(held);
  expect(held.wiped).toBe(0);
});

test('what is given to a session that is over is wiped at once; another session has nothing of it', () => {
  const { table, secret, session } = setUp();
  const other = table.open(WALLET, 'main-window', secret);
  const [held, lost] = [thing(), thing()];
  table.hold(session.id, 'wallet', held);
  expect(table.held(other.id, 'wallet')).toBeUndefined();
  table.drop(other.id, 'wallet');
  expect(held.wiped).toBe(0);
  table.close(other.id);
  expect(() => table.hold(other.id, 'wallet', lost)).toThrow(
    expect.objectContaining({ code: 'BAD_STATE', reason: 'no-session' }),
  );
  expect(lost.wiped).toBe(1);
});

test.each(['login', 'lock', 'factorShown'] as const)(
  'nothing happens in a session that is over: %s',
  (how) => {
    const { table, session } = setUp();
    table.close(session.id);
    const act = {
      login: () => table.login(session.id, ALICE, undefined),
      lock: () => table.lock(session.id),
    };
    const tried = { ...act, factorShown: () => table.factorShown(session.id) }[how];
    expect(tried).toThrow(expect.objectContaining({ code: 'BAD_STATE', reason: 'no-session' }));
  },
);

test.each([0, 31, 33])('refuses a secret of %i bytes', (length) => {
  const { table } = setUp();
  expect(() => table.open(WALLET, 'main-window', randomBytes(length))).toThrow(
    expect.objectContaining({ code: 'BAD_PARAMETERS' }),
  );
});

test('copies the secret, and zeroes its copies when the session ends or is rotated', () => {
  const copies: Uint8Array[] = [];
  const { state, table, secret, session } = setUp();
  const watch = (bytes: Uint8Array): void => {
    const slice = bytes.slice.bind(bytes);
    bytes.slice = (...args) => {
      const copy = slice(...args);
      copies.push(copy);
      watch(copy);
      return copy;
    };
  };
  watch(secret);
  const second = table.open(WALLET, 'main-window', secret);
  const kept = copies[0]?.slice() ?? secret;
  secret.fill(0);
  const rotated = table.login(second.id, ALICE, undefined);
  expect(copies[0]?.every((byte) => byte === 0)).toBe(true);
  expect(table.authenticate(proof(rotated.id, kept))).toBeDefined();
  table.close(rotated.id);
  expect(copies.filter((copy) => copy !== kept).every((copy) => copy.every((byte) => byte === 0))).toBe(true);
  expect(copies.length).toBeGreaterThan(2);
  state.nowMs += idleMs;
  table.endExpired();
  expect(table.isOpen(session.id)).toBe(false);
});
