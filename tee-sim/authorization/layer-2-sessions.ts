// Layer 2: who is asking. Sessions live in memory only and die with the TEE; their secrets are wiped when they end.
// Must never tell a stranger whether a session id exists.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { refusal } from '../os/refusals.ts';
import { bytesToBase64Url, equalBytes, wipe } from '../protocol/bytes.ts';
import { type SessionId, sessionIdSchema } from '../protocol/schema.ts';
import { policy } from './policy.ts';

/** The one user that LOGIN_PUBLIC opens a session for. */
export const DEVICE_OWNER = 'device-owner';

const SESSION_ID_BYTES = 16;
const SECRET_BYTES = 32;
/** Stands in for the secret of a session that does not exist, so that refusing costs the same. It proves nothing. */
const NOBODY = new Uint8Array(SECRET_BYTES);

/** What the rest of the TEE may know of a session: never its secret. */
export interface Session {
  readonly id: SessionId;
  readonly userId: string;
}

interface OpenSession extends Session {
  readonly secret: Uint8Array;
  readonly openedAtMs: number;
  lastUsedAtMs: number;
}

/** What a request shows to act within a session. */
export interface SessionProof {
  readonly sessionId: SessionId | undefined;
  /** HMAC-SM3(session secret, macInput). */
  readonly mac: Uint8Array;
  readonly macInput: Uint8Array;
}

export class SessionTable {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;
  readonly #nowMs: () => number;
  readonly #sessions = new Map<SessionId, OpenSession>();

  /** `nowMs` is the time that ends things: the later of TEE and wall time. */
  constructor(engine: CryptoEngine, random: RandomBytes, nowMs: () => number) {
    this.#engine = engine;
    this.#random = random;
    this.#nowMs = nowMs;
  }

  get size(): number {
    this.endExpired();
    return this.#sessions.size;
  }

  /**
   * Copies `secret` (32 bytes); the caller zeroes its own. A full table gives up the session that was unused for
   * longest: a window that crashed or reconnected cannot close its own, and anybody may open a public session,
   * so that refusing would let leftovers lock the owner out while giving up one takes nothing from anybody.
   * @throws BAD_PARAMETERS malformed
   */
  open(userId: string, secret: Uint8Array): Session {
    if (secret.length !== SECRET_BYTES) throw refusal('malformed-parameters');
    this.endExpired();
    if (this.#sessions.size >= policy.sessions.max) this.#closeLongestUnused();
    const id = sessionIdSchema.parse(bytesToBase64Url(this.#random(SESSION_ID_BYTES)));
    const now = this.#nowMs();
    this.#sessions.set(id, { id, userId, secret: secret.slice(), openedAtMs: now, lastUsedAtMs: now });
    return { id, userId };
  }

  /**
   * The session that a request proves to be part of; counts as its use. A session that is unknown, has ended
   * or is another's refuses alike.
   * @throws BAD_STATE no-session when none is named · SECURITY session-mac when the named one is not proven
   */
  authenticate({ sessionId, mac, macInput }: SessionProof): Session {
    if (sessionId === undefined) throw refusal('no-session');
    this.endExpired();
    const session = this.#sessions.get(sessionId);
    const expected = hmacSm3(this.#engine, session?.secret ?? NOBODY, macInput);
    const proven = equalBytes(expected, mac);
    wipe(expected);
    if (session === undefined || !proven) throw refusal('session-not-proven');
    session.lastUsedAtMs = this.#nowMs();
    return { id: session.id, userId: session.userId };
  }

  close(id: SessionId): void {
    wipe(this.#sessions.get(id)?.secret);
    this.#sessions.delete(id);
  }

  closeAll(): void {
    for (const id of [...this.#sessions.keys()]) this.close(id);
  }

  #closeLongestUnused(): void {
    // A stable sort: of those last used in the same millisecond the one opened first goes.
    const [unused] = [...this.#sessions.values()].sort((a, b) => a.lastUsedAtMs - b.lastUsedAtMs);
    if (unused !== undefined) this.close(unused.id);
  }

  /** Wipes the secrets of sessions that are over. */
  endExpired(): void {
    const now = this.#nowMs();
    for (const { id, openedAtMs, lastUsedAtMs } of [...this.#sessions.values()]) {
      const idle = now - lastUsedAtMs >= policy.sessions.idleMs;
      if (idle || now - openedAtMs >= policy.sessions.absoluteMs) this.close(id);
    }
  }
}
