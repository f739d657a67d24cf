// What commands that ask for a risk share: it is judged with what the TEE knows of the user; and feature data for
// storing. Stores nothing itself.
import type { Assessed } from '../authorization/framework.ts';
import { utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { CommandName } from '../protocol/commands.ts';
import type { Features } from '../protocol/features.ts';
import { assess, type RiskSubject } from '../risk/assess.ts';
import { type Call, type Change, requireUser, type TaServices } from './call.ts';
import { ownAccounts } from './own-accounts.ts';

/**
 * `features` may come from an earlier call; the request then counted at `countedAtMs` already, and is not held against
 * itself. @throws CORRUPT_OBJECT damaged-record
 */
export function assessCall(
  call: Call<CommandName>,
  ta: TaServices,
  subject: RiskSubject,
  { features, countedAtMs }: { readonly features: Features | undefined; readonly countedAtMs?: number },
): Assessed {
  const { driverContext, atMs, steps } = call;
  const { id } = requireUser(call);
  const { storage, history, policy, contacts } = ta;
  const sizeBytes = features === undefined ? 0 : JSON.stringify(features).length;
  return steps.measure('assess', sizeBytes, () => {
    const familiar = [...contacts.addresses(id), ...ownAccounts(id, ta).keys()];
    const known = history.load(storage, id, subject, familiar);
    const { enhancedFrom, maximumFrom, denyFrom } = policy.current.operationAuthorization;
    const bounds = { enhancedFrom, maximumFrom, denyFrom };
    const before = withoutOne(known.profile.recentAtMs, countedAtMs);
    const compared = { ...known, profile: { ...known.profile, recentAtMs: before } };
    const assessment = assess(features, { subject, atMs, driverContext }, compared, bounds);
    return { known, bounds, assessment };
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

function withoutOne(times: readonly number[], time: number | undefined): number[] {
  const at = time === undefined ? -1 : times.indexOf(time);
  return at < 0 ? [...times] : times.toSpliced(at, 1);
}
