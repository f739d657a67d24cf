// PREVIEW_POLICY: what a change of policy would do, leaf by leaf, and whether CHANGE_POLICY would refuse it for
// locking its owner out.
import { policyChanges } from '../authorization/policy-changes.ts';
import { type Handler, requireUser } from './call.ts';
import { reachesMaximum } from './reach-maximum.ts';

export const previewPolicy: Handler<'PREVIEW_POLICY'> = (call, ta) => {
  const { policy: next } = call.params;
  const locksOut = !reachesMaximum(requireUser(call).id, ta, next);
  return { result: { changes: policyChanges(ta.policy.current, next), locksOut } };
};
