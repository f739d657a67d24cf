// What commands over a payment share: its risk with what the TEE knows of the user, and feature data for storing.
// Stores nothing itself.
import type { Assessed } from '../authorization/framework.ts';
import { utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { Features } from '../protocol/features.ts';
import { assess } from '../risk/assess.ts';
import { type Call, type Change, requireUser, type TaServices } from './call.ts';

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

/** Hands `decide` the feature data as UTF-8 JSON, which the change owns; zeroes it when there is no change. */
export function withFeatureBytes<R>(
  features: Features | undefined,
  decide: (featureBytes: Uint8Array | undefined) => Change<R>,
): { change: Change<R> } {
  const featureBytes = features === undefined ? undefined : utf8ToBytes(JSON.stringify(features));
  try {
    return { change: decide(featureBytes) };
  } catch (error) {
    wipe(featureBytes);
    throw error;
  }
}
