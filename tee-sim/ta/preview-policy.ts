// PREVIEW_POLICY: what a change of policy would do, leaf by leaf.
import { policyChanges } from '../authorization/policy-changes.ts';
import type { Handler } from './call.ts';

export const previewPolicy: Handler<'PREVIEW_POLICY'> = ({ params }, { policy }) => ({
  result: { changes: policyChanges(policy.current, params.policy) },
});
