// Whether the device owner could still confirm at Maximum under another policy, its change above all.
import { canReachMaximum } from '../authorization/policy-changes.ts';
import type { UserId } from '../protocol/factors.ts';
import type { Policy } from '../protocol/policy.ts';
import type { TaServices } from './call.ts';

/** Two factors must make Maximum under `next`, and for good: recovery codes run out. */
export function reachesMaximum(userId: UserId, { users }: Pick<TaServices, 'users'>, next: Policy): boolean {
  const lasting = users.summaryOf(userId).factors.filter(({ factor }) => factor !== 'recovery-code');
  return canReachMaximum(lasting, next);
}
