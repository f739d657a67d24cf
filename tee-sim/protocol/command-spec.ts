// The form of one line of the command table: what a command takes and gives, and what it asks of its caller.
import type { WalletPermission } from './bindings.ts';
import type { Operation } from './clients.ts';
import type { AuthLevel } from './factors.ts';
import type { z } from './schema.ts';

/** Whom a command serves: layers 2 and 3 enforce it. */
export type Subject =
  /** Anyone whose client is registered, logged in or not. */
  | { readonly kind: 'client' }
  /** A logged-in user, for things of their own. */
  | { readonly kind: 'user' }
  | { readonly kind: 'device-owner' }
  /** A user bound to the wallet that `params.walletId` names, with this permission. */
  | { readonly kind: 'wallet'; readonly permission: WalletPermission }
  /** The wallet's owner, whatever else is permitted to others. */
  | { readonly kind: 'wallet-owner' };

/** What a request must show before its command acts. */
export interface Access {
  /** What the client must be permitted (layer 1). */
  readonly operation: Operation;
  readonly subject: Subject;
  /**
   * Layer 4. `by-change`: the command's file says from its parameters (tightening less, loosening more);
   * `by-risk`: the assessment of its payment says.
   */
  readonly level: AuthLevel | 'by-change' | 'by-risk';
}

/** Of a secret byte field: its exact length, or least and greatest. */
export type SecretLength = number | readonly [number, number];

/** Whether `secrets` are one for each length, in order, and each as long as it says. */
export function haveLengths(secrets: readonly Uint8Array[], lengths: readonly SecretLength[]): boolean {
  if (secrets.length !== lengths.length) return false;
  return secrets.every((secret, i) => {
    const length = lengths[i] ?? -1;
    const [least, most] = typeof length === 'number' ? [length, length] : length;
    return secret.length >= least && secret.length <= most;
  });
}

export interface CommandSpec<P extends z.ZodType, R extends z.ZodType> {
  readonly params: P;
  readonly result: R;
  /** Secret byte fields that travel beside the JSON, in this order. */
  readonly secrets: Readonly<Record<string, SecretLength>>;
  /** The same beside the answer's JSON, when it succeeds. */
  readonly answerSecrets: Readonly<Record<string, SecretLength>>;
  /** Whether a session (and so a MAC under its secret) is needed. */
  readonly session: boolean;
  /** Whether feature data may come with it. */
  readonly features: boolean;
  /** State changes need an `operationId` and are committed with it. */
  readonly changesState: boolean;
  /**
   * Whether a repetition is answered with the result again. Where not, it was told once and kept nowhere: a
   * repetition is refused, and what is lost is asked for anew.
   */
  readonly keepsResult: boolean;
  /** Absent exactly for what works without a session: it opens one. */
  readonly access: Access | undefined;
}

type Given<P extends z.ZodType, R extends z.ZodType> = Pick<CommandSpec<P, R>, 'params' | 'result'> &
  Partial<Omit<CommandSpec<P, R>, 'session' | 'access'>>;

const NOTHING = {
  secrets: {},
  answerSecrets: {},
  features: false,
  changesState: false,
  keepsResult: true,
} as const;

/** A command of a session. */
export function command<P extends z.ZodType, R extends z.ZodType>(
  access: Access,
  spec: Given<P, R>,
): CommandSpec<P, R> {
  return { ...NOTHING, ...spec, session: true, access };
}

/** A command that leads to a session. */
export function openCommand<P extends z.ZodType, R extends z.ZodType>(spec: Given<P, R>): CommandSpec<P, R> {
  return { ...NOTHING, ...spec, session: false, access: undefined };
}
