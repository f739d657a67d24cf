// What a session is to the rest of the TEE. Never holds its secret.
import type { ClientId } from '../protocol/clients.ts';
import type { Role, UserId } from '../protocol/factors.ts';
import type { SessionId } from '../protocol/schema.ts';

export interface SessionClient {
  readonly id: ClientId;
  readonly name: string;
  /** Its program is another than the registered one, or the window's key is new on this device. */
  readonly programChanged: boolean;
}

export interface SessionUser {
  readonly id: UserId;
  readonly name: string;
  readonly role: Role;
}

/** What the rest of the TEE may know of a session: never its secret. */
export interface Session {
  readonly id: SessionId;
  readonly channelId: string;
  readonly client: SessionClient;
  /** Who is logged in. */
  readonly user: SessionUser | undefined;
  /** Who was, until the session was locked. */
  readonly lockedUser: { readonly id: UserId; readonly name: string } | undefined;
  /** When a factor that counts for Enhanced was last shown in it, by the later of TEE and wall time. */
  readonly factorShownAtMs: number | undefined;
}

/** A session as lists name it. */
export interface SessionView {
  /** SM3(lp(label) ‖ lp(id))[0..8] in hex: names it without letting anyone use it. */
  readonly ref: string;
  readonly clientName: string;
  /** Who is logged in, or was until it was locked. */
  readonly user: { readonly id: UserId; readonly name: string } | undefined;
  readonly openedAtMs: number;
  readonly lastUsedAtMs: number;
}

/** What a request shows to act within a session. */
export interface SessionProof {
  readonly sessionId: SessionId | undefined;
  /** The channel that the request came over, as the driver names it. */
  readonly channelId: string;
  /** HMAC-SM3(session secret, macInput). */
  readonly mac: Uint8Array;
  readonly macInput: Uint8Array;
}
