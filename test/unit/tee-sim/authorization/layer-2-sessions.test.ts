import { expect, test } from 'vitest';
import { DEVICE_OWNER, SessionTable } from '../../../../tee-sim/authorization/layer-2-sessions.ts';
import { policy } from '../../../../tee-sim/authorization/policy.ts';
import { hmacSm3 } from '../../../../tee-sim/crypto/hmac.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { type SessionId, sessionIdSchema } from '../../../../tee-sim/protocol/schema.ts';

const { idleMs, absoluteMs, max } = policy.sessions;
const REFUSED = expect.objectContaining({ code: 'SECURITY', reason: 'session-mac', origin: 'TEE' });

function setUp() {
  const state = { nowMs: 1_000_000 };
  const table = new SessionTable(nobleEngine, randomBytes, () => state.nowMs);
  const secret = randomBytes(32);
  const session = table.open(DEVICE_OWNER, secret);
  return { state, table, secret, session };
}

function proof(sessionId: SessionId | undefined, secret: Uint8Array) {
  const macInput = randomBytes(50);
  return { sessionId, macInput, mac: hmacSm3(nobleEngine, secret, macInput) };
}

test('authenticates whoever knows the secret, and nobody else', () => {
  const { table, secret, session } = setUp();
  expect(table.authenticate(proof(session.id, secret))).toEqual({ id: session.id, userId: DEVICE_OWNER });
  expect(() => table.authenticate(proof(session.id, randomBytes(32)))).toThrow(REFUSED);
  const { sessionId, macInput } = proof(session.id, secret);
  expect(() => table.authenticate({ sessionId, macInput, mac: new Uint8Array(0) })).toThrow(REFUSED);
});

test('a session that is unknown, closed or of another secret refuses with one and the same answer', () => {
  const { table, secret, session } = setUp();
  const other = table.open(DEVICE_OWNER, randomBytes(32));
  const unknown = sessionIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');
  table.close(session.id);
  for (const id of [unknown, session.id, other.id]) {
    expect(() => table.authenticate(proof(id, secret))).toThrow(REFUSED);
  }
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
  const table = new SessionTable(counting, randomBytes, () => 0);
  const known = table.open(DEVICE_OWNER, randomBytes(32)).id;
  const unknown = sessionIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');
  const costs = [known, unknown].map((id) => {
    digests = 0;
    expect(() => table.authenticate(proof(id, new Uint8Array(32)))).toThrow(REFUSED);
    return digests;
  });
  expect(costs[0]).toBe(costs[1]);
  expect(costs[0]).toBeGreaterThan(0);
});

test('no session named is a state of its own', () => {
  const { table, secret } = setUp();
  expect(() => table.authenticate(proof(undefined, secret))).toThrow(
    expect.objectContaining({ code: 'BAD_STATE', reason: 'no-session' }),
  );
});

test('ends when unused for 15 minutes; use keeps it', () => {
  const { state, table, secret, session } = setUp();
  state.nowMs += idleMs - 1;
  table.authenticate(proof(session.id, secret));
  state.nowMs += idleMs - 1;
  table.authenticate(proof(session.id, secret));
  state.nowMs += idleMs;
  expect(() => table.authenticate(proof(session.id, secret))).toThrow(REFUSED);
  expect(table.size).toBe(0);
});

test('a failed proof is no use of the session', () => {
  const { state, table, secret, session } = setUp();
  state.nowMs += idleMs - 1;
  expect(() => table.authenticate(proof(session.id, randomBytes(32)))).toThrow(REFUSED);
  state.nowMs += 1;
  expect(() => table.authenticate(proof(session.id, secret))).toThrow(REFUSED);
});

test('ends after 8 hours of use', () => {
  const { state, table, secret, session } = setUp();
  for (let elapsed = idleMs / 2; elapsed < absoluteMs; elapsed += idleMs / 2) {
    state.nowMs += idleMs / 2;
    table.authenticate(proof(session.id, secret));
  }
  state.nowMs += idleMs / 2;
  expect(() => table.authenticate(proof(session.id, secret))).toThrow(REFUSED);
});

test('a full table gives up the session that was unused for longest, and only that one', () => {
  const { state, table, secret, session } = setUp();
  const others = Array.from({ length: max - 1 }, () => table.open(DEVICE_OWNER, secret));
  state.nowMs += 1;
  table.authenticate(proof(session.id, secret));
  const added = table.open(DEVICE_OWNER, secret);
  expect(table.size).toBe(max);
  const [unused, ...kept] = others;
  expect(() => table.authenticate(proof(unused?.id, secret))).toThrow(REFUSED);
  for (const { id } of [session, added, ...kept]) {
    expect(table.authenticate(proof(id, secret)).id).toBe(id);
  }
});

test('sessions that are over make room before any that is not', () => {
  const { state, table, secret } = setUp();
  state.nowMs += idleMs - 1;
  for (let i = 1; i < max; i += 1) table.open(DEVICE_OWNER, secret);
  state.nowMs += 1;
  table.open(DEVICE_OWNER, secret);
  expect(table.size).toBe(max);
});

test.each([0, 31, 33])('refuses a secret of %i bytes', (length) => {
  const { table } = setUp();
  expect(() => table.open(DEVICE_OWNER, randomBytes(length))).toThrow(
    expect.objectContaining({ code: 'BAD_PARAMETERS' }),
  );
});

test('copies the secret, and zeroes its copy when the session ends', () => {
  const copies: Uint8Array[] = [];
  const { state, table, secret, session } = setUp();
  const slice = secret.slice.bind(secret);
  secret.slice = (...args) => {
    const copy = slice(...args);
    copies.push(copy);
    return copy;
  };
  const second = table.open(DEVICE_OWNER, secret);
  const kept = secret.slice();
  secret.fill(0);
  expect(table.authenticate(proof(second.id, kept)).id).toBe(second.id);
  expect(copies[0]).toEqual(kept);
  table.close(second.id);
  expect(copies[0]).toEqual(new Uint8Array(32));
  expect(table.authenticate(proof(session.id, kept)).id).toBe(session.id);
  state.nowMs += idleMs;
  table.endExpired();
  expect(table.size).toBe(0);
});
