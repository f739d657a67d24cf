// Who a session belongs to, how long it lasts, and whose goes when there are too many.
import { expect, test } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { clientIdSchema } from '../../../../tee-sim/protocol/clients.ts';
import {
  ALICE,
  absoluteMs,
  BOB,
  idleMs,
  maxSessions,
  OTHER,
  proof,
  setUp,
  thing,
  UNKNOWN,
  WALLET,
} from './session-fixture.ts';

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

test.each([0, 31, 33])('refuses a secret of %i bytes', (length) => {
  const { table } = setUp();
  expect(() => table.open(WALLET, 'main-window', randomBytes(length))).toThrow(
    expect.objectContaining({ code: 'BAD_PARAMETERS' }),
  );
});
