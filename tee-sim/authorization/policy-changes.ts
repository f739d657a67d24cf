// What a change of policy does, leaf by leaf: whether it tightens or loosens. Pure.
// Every leaf of the document has its direction here: one without does not compile.
import type { UserSummary } from '../protocol/factors.ts';
import type { Policy, PolicyChange } from '../protocol/policy.ts';

type Effect = PolicyChange['effect'];
type Direction<V> = (from: V, to: V) => Effect;
type Directions = {
  readonly [S in keyof Policy]: { readonly [F in keyof Policy[S]]: Direction<Policy[S][F]> };
};

const lowerTightens: Direction<number> = (from, to) => (to < from ? 'tightens' : 'loosens');
const higherTightens: Direction<number> = (from, to) => (to > from ? 'tightens' : 'loosens');
const onTightens: Direction<boolean> = (_from, to) => (to ? 'tightens' : 'loosens');
const offTightens: Direction<boolean> = (_from, to) => (to ? 'loosens' : 'tightens');

/** Whatever is added loosens, also in exchange for something else. */
function fewerTightens<T>(from: readonly T[], to: readonly T[]): Effect {
  if (to.some((item) => !from.includes(item))) return 'loosens';
  return from.some((item) => !to.includes(item)) ? 'tightens' : 'neutral';
}

export const POLICY_DIRECTIONS: Directions = {
  networkSecurity: { localClients: offTightens },
  clientVerification: { confirmChangedPrograms: onTightens, maxClients: lowerTightens },
  sessionSecurity: {
    idleMs: lowerTightens,
    absoluteMs: lowerTightens,
    maxSessions: lowerTightens,
    lockOnSystemLock: onTightens,
    lockOnSuspend: onTightens,
  },
  userAuthentication: {
    minPasswordCharacters: higherTightens,
    failuresBeforeLockout: lowerTightens,
    firstLockoutMs: higherTightens,
    maxLockoutMs: higherTightens,
    typingFailures: lowerTightens,
    enhancedFactors: fewerTightens,
    maximumFactors: fewerTightens,
    enhancedForMs: lowerTightens,
    newFactorWaitMs: higherTightens,
  },
  operationAuthorization: {
    enhancedFrom: lowerTightens,
    maximumFrom: lowerTightens,
    denyFrom: lowerTightens,
    gaps: (_from, to) => (to === 'confirm' ? 'tightens' : 'loosens'),
  },
  auditMonitoring: {
    logAuthentications: onTightens,
    logDenials: onTightens,
    denialRowsPerMinute: higherTightens,
  },
};

/** The leaves that differ, in the order of the document; values as JSON text. */
export function policyChanges(from: Policy, to: Policy): PolicyChange[] {
  return Object.entries(POLICY_DIRECTIONS).flatMap(([section, fields]) =>
    Object.entries(fields).flatMap(([field, direction]) => {
      const [before, after] = [leaf(from, section, field), leaf(to, section, field)];
      const change = { from: JSON.stringify(before), to: JSON.stringify(after) };
      if (change.from === change.to) return [];
      // The table pairs each leaf with its own type; TypeScript loses that pairing under an index.
      const effect = (direction as Direction<unknown>)(before, after);
      return [{ path: `${section}.${field}`, ...change, effect }];
    }),
  );
}

/** Codes and the recovery codes that stand in for them are one factor, so they make no two. */
const KINDS = { password: 'password', 'one-time-code': 'code', 'recovery-code': 'code' } as const;

/**
 * Whether a user with these factors can show two different ones that the policy takes for Maximum. A factor that
 * still waits does not count, nor do recovery codes that are used up.
 */
export function canReachMaximum(factors: UserSummary['factors'], { userAuthentication }: Policy): boolean {
  const usable = userAuthentication.maximumFactors.filter((name) =>
    factors.some(({ factor, countsInMs, left }) => factor === name && countsInMs === 0 && left !== 0),
  );
  return new Set(usable.map((name) => KINDS[name])).size >= 2;
}

function leaf(policy: Policy, section: string, field: string): unknown {
  return Reflect.get(Reflect.get(policy, section) as object, field);
}
