// Layer 2: who is asking. Sessions live in memory only and die with the TEE; their secrets are wiped when they end.
// Must never tell a stranger whether a session id exists.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { refusal } from '../os/refusals.ts';
import {
  base64UrlToBytes,
  bytesToBase64Url,
  bytesToHex,
  equalBytes,
  lengthPrefixed,
  pinned,
  pinnedCopy,
  utf8ToBytes,
  wipe,
} from '../protocol/bytes.ts';
import type { ClientId } from '../protocol/clients.ts';
import type { UserId } from '../protocol/factors.ts';
import type { Policy } from '../protocol/policy.ts';
import { type SessionId, sessionIdSchema } from '../protocol/schema.ts';
import type { Session, SessionClient, SessionProof, SessionUser, SessionView } from './session.ts';
import { type SessionSlot, SessionThings, type Wipeable } from './session-things.ts';

const SESSION_ID_BYTES = 16;
const SECRET_BYTES = 32;
const REF_LABEL = 'airaccount/1/session-ref';
const REF_BYTES = 8;
/** Stands in for the secret of a session that does not exist, so that refusing costs the same. It proves nothing. */
const NOBODY = new Uint8Array(SECRET_BYTES);

interface OpenSession {
  state: Session;
  readonly secret: Uint8Array;
  readonly openedAtMs: number;
  lastUsedAtMs: number;
  userKey: Uint8Array | undefined;
  readonly things: SessionThings;
}

export class SessionTable {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;
  readonly #nowMs: () => number;
  readonly #limits: () => Policy['sessionSecurity'];
  readonly #sessions = new Map<SessionId, OpenSession>();

  /** `nowMs` is the time that ends things: the later of TEE and wall time. */
  constructor(
    engine: CryptoEngine,
    random: RandomBytes,
    nowMs: () => number,
    limits: () => Policy['sessionSecurity'],
  ) {
    this.#engine = engine;
    this.#random = random;
    this.#nowMs = nowMs;
    this.#limits = limits;
  }

  get size(): number {
    this.endExpired();
    return this.#sessions.size;
  }

  /**
   * An anonymous session of a client over a channel. Copies `secret` (32 bytes); the caller zeroes its own.
   * A full table gives up the session that nobody is logged in to and that was unused for longest: a window that
   * crashed cannot close its own. One of the client that asks goes first, so that no client can take all of them from
   * another. Where people are logged in to all of them, nobody loses theirs.
   * @throws BAD_PARAMETERS malformed · BUSY sessions-full
   */
  open(client: SessionClient, channelId: string, secret: Uint8Array): Session {
    if (secret.length !== SECRET_BYTES) throw refusal('malformed-parameters');
    if (this.#sessions.size >= this.#limits().maxSessions) this.endExpired();
    if (this.#sessions.size >= this.#limits().maxSessions) this.#giveUpOne(client.id);
    const state: Session = {
      id: this.#newId(),
      channelId,
      client,
      user: undefined,
      lockedUser: undefined,
      factorShownAtMs: undefined,
    };
    this.#add(state, pinnedCopy(secret));
    return state;
  }

  /**
   * The session that a request proves to be part of; counts as its use. Nothing alike for one that is unknown, has
   * ended, is another's or another channel's.
   */
  authenticate({ sessionId, channelId, mac, macInput }: SessionProof): Session | undefined {
    const session = sessionId === undefined ? undefined : this.#find(sessionId);
    const expected = hmacSm3(this.#engine, session?.secret ?? NOBODY, macInput);
    const proven = equalBytes(expected, mac);
    wipe(expected);
    if (session === undefined || !proven || session.state.channelId !== channelId) return undefined;
    session.lastUsedAtMs = this.#nowMs();
    return session.state;
  }

  isOpen(id: SessionId): boolean {
    return this.#find(id) !== undefined;
  }

  /**
   * Makes the session `user`'s under a new id: what somebody else knew before the login is worth nothing after it.
   * Takes `userKey` over. `counts` says whether a factor that counts for Enhanced was shown.
   * @throws BAD_STATE no-session when it is over
   */
  login(id: SessionId, user: SessionUser, userKey: Uint8Array | undefined, counts = true): Session {
    const { state, secret } = this.#open(id);
    const kept = pinnedCopy(secret);
    this.close(id);
    const shown = counts ? this.#nowMs() : undefined;
    const next = { ...state, id: this.#newId(), user, lockedUser: undefined, factorShownAtMs: shown };
    const session = this.#add(next, kept);
    session.userKey = userKey && pinned(userKey);
    return session.state;
  }

  /** A factor that counts for Enhanced was shown just now. */
  factorShown(id: SessionId): void {
    const session = this.#open(id);
    session.state = { ...session.state, factorShownAtMs: this.#nowMs() };
  }

  /** Keeps a user's key that a step-up unwrapped, where the login brought none; else zeroes it. */
  keepUserKey(id: SessionId, userKey: Uint8Array): void {
    const session = this.#open(id);
    if (session.state.user !== undefined && session.userKey === undefined) session.userKey = pinned(userKey);
    else wipe(userKey);
  }

  /** The user's SM2 private key, while one is logged in who showed a password. Stays the session's to zero. */
  userKey(id: SessionId): Uint8Array | undefined {
    return this.#sessions.get(id)?.userKey;
  }

  /** Logs the user out and wipes their key and what is held; the session stays, and remembers who it was. */
  lock(id: SessionId): void {
    const session = this.#open(id);
    const { user, lockedUser } = session.state;
    const locked = user === undefined ? lockedUser : { id: user.id, name: user.name };
    session.state = { ...session.state, user: undefined, lockedUser: locked, factorShownAtMs: undefined };
    wipe(session.userKey);
    session.userKey = undefined;
    session.things.dropAll();
  }

  lockAll(): void {
    for (const id of [...this.#sessions.keys()]) this.lock(id);
  }

  close(id: SessionId): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    wipe(session.secret, session.userKey);
    session.things.dropAll();
    this.#sessions.delete(id);
  }

  closeChannel(channelId: string): void {
    this.#closeWhere(({ channelId: other }) => other === channelId);
  }

  /** Also those that the user locked. */
  closeUser(userId: UserId, except?: SessionId): void {
    this.#closeWhere(({ id, user, lockedUser }) => (user ?? lockedUser)?.id === userId && id !== except);
  }

  closeClient(clientId: ClientId): void {
    this.#closeWhere(({ client }) => client.id === clientId);
  }

  closeAll(): void {
    this.#closeWhere(() => true);
  }

  /** Newest first. */
  list(): SessionView[] {
    this.endExpired();
    return [...this.#sessions.values()].reverse().map(({ state, openedAtMs, lastUsedAtMs }) => ({
      ref: this.ref(state.id),
      clientName: state.client.name,
      user: state.user ?? state.lockedUser,
      openedAtMs,
      lastUsedAtMs,
    }));
  }

  ref(id: SessionId): string {
    const input = lengthPrefixed(utf8ToBytes(REF_LABEL), base64UrlToBytes(id));
    return bytesToHex(this.#engine.sm3(input).subarray(0, REF_BYTES));
  }

  /** Whether there was one of that name to end. */
  terminate(ref: string): boolean {
    return this.#closeWhere(({ id }) => this.ref(id) === ref) > 0;
  }

  /**
   * Takes `thing` over, in place of what the slot held, and wipes it when the session is locked, logged in anew or
   * over, when it is dropped, or `lifeMs` from now.
   * @throws BAD_STATE no-session when it is over: then `thing` is wiped at once
   */
  hold(id: SessionId, slot: SessionSlot, thing: Wipeable, lifeMs = Number.POSITIVE_INFINITY): void {
    const session = this.#find(id);
    if (session === undefined) {
      thing.wipe();
      throw refusal('no-session', 2);
    }
    session.things.hold(slot, thing, this.#nowMs() + lifeMs);
  }

  /** What the slot holds. Whoever owns the slot says what that is: one file holds, and asks, for each. */
  held<T extends Wipeable>(id: SessionId, slot: SessionSlot): T | undefined {
    return this.#find(id)?.things.held(slot) as T | undefined;
  }

  drop(id: SessionId, slot: SessionSlot): void {
    this.#sessions.get(id)?.things.drop(slot);
  }

  /** Wipes the secrets of sessions that are over, and what was held for long enough. */
  endExpired(): void {
    for (const id of [...this.#sessions.keys()]) this.#find(id);
  }

  /** The session, unless it is over: then it is closed. Looks at this one only, so that many cost none anything. */
  #find(id: SessionId): OpenSession | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    const { openedAtMs, lastUsedAtMs } = session;
    const { idleMs, absoluteMs } = this.#limits();
    const now = this.#nowMs();
    if (now - lastUsedAtMs >= idleMs || now - openedAtMs >= absoluteMs) {
      this.close(id);
      return undefined;
    }
    session.things.dropExpired(now);
    return session;
  }

  #newId(): SessionId {
    return sessionIdSchema.parse(bytesToBase64Url(this.#random(SESSION_ID_BYTES)));
  }

  #add(state: Session, secret: Uint8Array): OpenSession {
    const now = this.#nowMs();
    const session: OpenSession = {
      state,
      secret,
      openedAtMs: now,
      lastUsedAtMs: now,
      userKey: undefined,
      things: new SessionThings(),
    };
    this.#sessions.set(state.id, session);
    return session;
  }

  #open(id: SessionId): OpenSession {
    const session = this.#sessions.get(id);
    if (session === undefined) throw refusal('no-session', 2);
    return session;
  }

  #closeWhere(ends: (session: Session) => boolean): number {
    const ending = [...this.#sessions.values()].filter(({ state }) => ends(state));
    for (const { state } of ending) this.close(state.id);
    return ending.length;
  }

  #giveUpOne(asking: ClientId): void {
    // A stable sort: of those last used in the same millisecond the one opened first goes; locked ones go last.
    const rank = ({ state: { lockedUser, client } }: OpenSession): number =>
      (lockedUser === undefined ? 0 : 2) + (client.id === asking ? 0 : 1);
    const [unused] = [...this.#sessions.values()]
      .filter(({ state }) => state.user === undefined)
      .sort((a, b) => rank(a) - rank(b) || a.lastUsedAtMs - b.lastUsedAtMs);
    if (unused === undefined) throw refusal('sessions-full', 1);
    this.close(unused.state.id);
  }
}
