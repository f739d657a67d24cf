// A table of sessions with one in it, and the proof that belongs to it.
import { SessionTable } from '../../../../tee-sim/authorization/layer-2-sessions.ts';
import type { SessionClient, SessionUser } from '../../../../tee-sim/authorization/session.ts';
import { hmacSm3 } from '../../../../tee-sim/crypto/hmac.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { clientIdSchema } from '../../../../tee-sim/protocol/clients.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { type SessionId, sessionIdSchema } from '../../../../tee-sim/protocol/schema.ts';

export const { idleMs, absoluteMs, maxSessions } = defaultPolicy.sessionSecurity;
export const UNKNOWN = sessionIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');

export const WALLET: SessionClient = {
  id: clientIdSchema.parse('aa'.repeat(32)),
  name: 'wallet',
  programChanged: false,
};

export const OTHER: SessionClient = { ...WALLET, id: clientIdSchema.parse('bb'.repeat(32)) };

export const ALICE: SessionUser = {
  id: userIdSchema.parse('device-owner'),
  name: 'Alice',
  role: 'device-owner',
};

export const BOB: SessionUser = {
  id: userIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ'),
  name: 'Bob',
  role: 'user',
};

export function setUp(engine = nobleEngine) {
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

export function proof(sessionId: SessionId | undefined, secret: Uint8Array, channelId = 'main-window') {
  const macInput = randomBytes(50);
  return { sessionId, channelId, macInput, mac: hmacSm3(nobleEngine, secret, macInput) };
}

/** Counts how often it was wiped. */
export function thing() {
  return {
    wiped: 0,
    wipe() {
      this.wiped += 1;
    },
  };
}

export const SLOTS = ['factors', 'wallet', 'keystore', 'reviews', 'accountKeys'] as const;
