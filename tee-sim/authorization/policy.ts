// The policy in force, as one exact text whose digest is attested: what a client is promised about access.
import type { LOGIN_METHODS } from '../protocol/commands.ts';

interface Policy {
  readonly version: 1;
  readonly logins: readonly (typeof LOGIN_METHODS)[number][];
  readonly sessions: {
    /** Unused this long, a session ends; ms. */
    readonly idleMs: number;
    /** Used or not, a session ends this long after it was opened; ms. */
    readonly absoluteMs: number;
    /** At most so many at once: one more ends the one that was unused for longest. */
    readonly max: number;
  };
}

export const policy: Policy = {
  version: 1,
  logins: ['LOGIN_PUBLIC'],
  sessions: { idleMs: 15 * 60_000, absoluteMs: 8 * 3_600_000, max: 64 },
};

/** Input of SM3 for the attested `policyDigest`. */
export const policyText = JSON.stringify(policy);
