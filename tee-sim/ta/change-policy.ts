// CHANGE_POLICY: puts another policy in force, as the next version: also an old document comes back as a new one.
// Must never let a policy in under which the device owner could not change it again.
import { policyChanges } from '../authorization/policy-changes.ts';
import { refusal } from '../os/refusals.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { reachesMaximum } from './reach-maximum.ts';

/** @throws ACCESS_CONFLICT policy-version · BAD_STATE policy-locks-out */
export const changePolicy: Handler<'CHANGE_POLICY'> = (call, ta) => {
  const { params, atMs } = call;
  const { policy } = ta;
  if (params.baseVersion !== policy.version) throw refusal('policy-version');
  if (!reachesMaximum(requireUser(call).id, ta, params.policy)) throw refusal('policy-locks-out');
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
