// Asks what a changed policy would do before it is changed.
import type { Policy, PolicyChange } from '../../../tee-sim/protocol/policy.ts';
import { type Refused, refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';

export type Preview =
  | { readonly status: 'none' | 'busy' }
  | {
      readonly status: 'shown';
      readonly policy: Policy;
      readonly changes: readonly PolicyChange[];
      /** The TEE would refuse it after two proofs. */
      readonly locksOut: boolean;
    }
  | ({ readonly status: 'failed' } & Refused);

/** Never rejects. */
export async function previewPolicy(tee: Tee, policy: Policy): Promise<Preview> {
  try {
    const { result } = await tee.invoke('PREVIEW_POLICY', { policy });
    return { status: 'shown', policy, ...result };
  } catch (error) {
    return { status: 'failed', ...refusedBy(error) };
  }
}
