// What a session holds for a while is wiped when it is replaced, dropped, or over; and so is its secret.
import { afterEach, expect, test, vi } from 'vitest';
import { equalBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { ALICE, idleMs, OTHER, proof, SLOTS, setUp, thing, WALLET } from './session-fixture.ts';

afterEach(() => vi.restoreAllMocks());

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

test('copies the secret, and zeroes its copies when the session ends or is rotated', () => {
  const { state, table, secret, session } = setUp();
  const known = Uint8Array.from(secret);
  const copies = new Set<Uint8Array>();
  const { set } = Uint8Array.prototype;
  vi.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (this: Uint8Array, ...args) {
    set.apply(this, args);
    if (equalBytes(this, known)) copies.add(this);
  });
  const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
  const second = table.open(WALLET, 'main-window', secret);
  const [first] = copies;
  secret.fill(0);
  const rotated = table.login(second.id, ALICE, undefined);
  vi.restoreAllMocks();
  expect(first && isZero(first)).toBe(true);
  expect(table.authenticate(proof(rotated.id, known))).toBeDefined();
  expect([...copies].every(isZero)).toBe(false);
  table.close(rotated.id);
  expect([...copies].every(isZero)).toBe(true);
  state.nowMs += idleMs;
  table.endExpired();
  expect(table.isOpen(session.id)).toBe(false);
});
