// GET_POLICY: the policy in force, or any version before it.
import { refusal } from '../os/refusals.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import type { Handler } from './call.ts';

/** @throws ACCESS_CONFLICT policy-version */
export const getPolicy: Handler<'GET_POLICY'> = ({ params }, { policy }) => {
  const found = policy.get(params.version ?? policy.version);
  if (found === undefined) throw refusal('policy-version');
  return { result: { ...found, current: policy.version, digest: bytesToHex(found.digest) } };
};
