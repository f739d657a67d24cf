// What speaks against the payment as far as it is known, sorted to the field where it can be mended.
import { useStore } from 'zustand';
import { type Known, roughPlan } from './form-actions.ts';
import type { SendPlan, SendRefusal } from './send-plan.ts';
import type { SendStore } from './send-store.ts';

const OF_RECIPIENT: ReadonlySet<SendRefusal> = new Set<SendRefusal>([
  'recipient-empty',
  'recipient-form',
  'recipient-checksum',
  'own-address',
  'token-address',
]);

/** Beyond doubt while somebody still types; the others only once they tried to go on. */
const AT_ONCE: ReadonlySet<SendRefusal> = new Set<SendRefusal>([
  'own-address',
  'token-address',
  'amount-too-large',
  'not-enough',
  'not-enough-for-fee',
  'fee-exceeds-balance',
  'underway',
]);

export function useRoughPlan(store: SendStore, known: Known): SendPlan | undefined {
  // What it comes to depends on nearly all that these hold.
  useStore(store);
  useStore(store.balances);
  useStore(store.signer);
  return roughPlan(store, known);
}

export function useRefusal(
  store: SendStore,
  known: Known,
  field: 'recipient' | 'amount',
): SendRefusal | undefined {
  const plan = useRoughPlan(store, known);
  const attempted = useStore(store, (state) => state.attempted);
  if (plan === undefined || plan.ok) return undefined;
  return plan.refusals.find(
    (refusal) => OF_RECIPIENT.has(refusal) === (field === 'recipient') && (attempted || AT_ONCE.has(refusal)),
  );
}

/** Said by the recipient's field itself once somebody tried to go on, whatever else is known. */
const BY_WORDS: ReadonlySet<SendRefusal> = new Set<SendRefusal>([
  'recipient-empty',
  'recipient-form',
  'recipient-checksum',
]);

/** What stands at no field, and has to be said beside them. */
export function besideFields(
  refusals: readonly SendRefusal[],
  atFields: readonly (SendRefusal | undefined)[],
): readonly SendRefusal[] {
  return refusals.filter((refusal) => !BY_WORDS.has(refusal) && !atFields.includes(refusal));
}
