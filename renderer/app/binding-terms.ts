// What somebody may do with a wallet, as the TEE sent it.
import { type BindingTerms, bindingTermsSchema } from '../../tee-sim/protocol/bindings.ts';

/** Text or parsed JSON; `undefined` for what are no terms. */
export function readTerms(terms: unknown): BindingTerms | undefined {
  try {
    return bindingTermsSchema.safeParse(typeof terms === 'string' ? JSON.parse(terms) : terms).data;
  } catch {
    return undefined;
  }
}
