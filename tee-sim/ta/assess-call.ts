// The risk assessment of a call that brings a payment, with what the TEE knows of the user. Stores nothing.
import type { Assessed } from '../authorization/framework.ts';
import { assess } from '../risk/assess.ts';
import { type Call, requireUser, type TaServices } from './call.ts';

/** @throws CORRUPT_OBJECT damaged-record */
export function assessCall(
  call: Call<'ASSESS_PAYMENT' | 'AUTHORIZE_PAYMENT'>,
  { storage, history, policy }: TaServices,
): Assessed {
  const { params, features, driverContext, atMs, steps } = call;
  const { payment } = params;
  const { id } = requireUser(call);
  const sizeBytes = features === undefined ? 0 : JSON.stringify(features).length;
  return steps.measure('assess', sizeBytes, () => {
    const known = history.load(storage, id, payment);
    const { enhancedFrom, maximumFrom, denyFrom } = policy.current.operationAuthorization;
    const bounds = { enhancedFrom, maximumFrom, denyFrom };
    return { known, bounds, assessment: assess(features, { payment, atMs, driverContext }, known, bounds) };
  });
}
