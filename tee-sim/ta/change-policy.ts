// CHANGE_POLICY: puts another policy in force, as the next version: also an old document comes back as a new one.
// Must never let a policy in under which the device owner could not change it again.
import { canReachMaximum, policyChanges } from '../authorization/policy-changes.ts';
import { wipeUser } from '../authorization/user-record.ts';
import { refusal } from '../os/refusals.ts';
import type { Policy } from '../protocol/policy.ts';
import { type Handler, requireUser, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws ACCESS_CONFLICT policy-version · BAD_STATE policy-locks-out */
export const changePolicy: Handler<'CHANGE_POLICY'> = (call, ta) => {
  const { params, atMs } = call;
  const { policy } = ta;
  if (params.baseVersion !== policy.version) throw refusal('policy-version');
  requireReachable(call, ta, params.policy);
  const changes = policyChanges(policy.current, params.policy);
  const record = encodeRecord('CHANGE_POLICY', call, {
    policy: {
      from: policy.version,
      to: policy.version + 1,
      loosens: changes.some(({ effect }) => effect === 'loosens'),
      changes,
    },
  });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        const version = policy.change(tx, params.policy, atMs);
        const log = { userId: requireUser(call).id, kind: 'policy', atMs, record } as const;
        return { log, result: { version, changes } };
      },
      committed: () => policy.reload(),
    },
  };
};

/** Two factors of the owner must make Maximum under the new policy, and for good: recovery codes run out. */
function requireReachable(
  call: Parameters<typeof requireUser>[0],
  { users }: TaServices,
  next: Policy,
): void {
  const owner = users.find(requireUser(call).id);
  if (owner === undefined) throw refusal('no-owner');
  const { factors } = users.summary(owner);
  wipeUser(owner);
  const lasting = factors.filter(({ factor }) => factor !== 'recovery-code');
  if (!canReachMaximum(lasting, next)) throw refusal('policy-locks-out');
}
