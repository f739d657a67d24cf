// Whether new terms of a binding give anything that the old ones did not. Pure.
import type { BindingTerms, Limit } from '../protocol/bindings.ts';

/** Every part tighter than before, or equal. Another type is another say, so it is never just tighter. */
export function isNoLooser(from: BindingTerms, to: BindingTerms): boolean {
  return (
    to.type === from.type &&
    to.permissions.every((permission) => from.permissions.includes(permission)) &&
    (to.expiresAtMs ?? Number.POSITIVE_INFINITY) <= (from.expiresAtMs ?? Number.POSITIVE_INFINITY) &&
    limitsNoLooser(from.limits, to.limits)
  );
}

/** What was not listed could not be paid, and no list means no limit. */
function limitsNoLooser(from: readonly Limit[] | undefined, to: readonly Limit[] | undefined): boolean {
  if (from === undefined) return true;
  if (to === undefined) return false;
  return to.every((limit) => {
    const before = limitFor(from, limit);
    return (
      before !== undefined && limit.perTransaction <= before.perTransaction && limit.perDay <= before.perDay
    );
  });
}

/** The limit of this chain and asset. */
export function limitFor(
  limits: readonly Limit[],
  { chainId, asset }: Pick<Limit, 'chainId' | 'asset'>,
): Limit | undefined {
  return limits.find((limit) => limit.chainId === chainId && limit.asset === asset);
}
