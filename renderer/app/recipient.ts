// Whether what somebody typed is an address, and how much it proves of itself. The TEE judges it again.
import { addressSchema, toChecksumAddress } from '../../tee-sim/protocol/payment.ts';

export type RecipientProblem = 'empty' | 'form' | 'checksum';

/** How much an address proves of itself: a mixed-case one carries a checksum (EIP-55). */
export type RecipientState = 'incomplete' | 'checked' | 'unchecked' | 'wrong-checksum';

export function recipientState(text: string): RecipientState {
  const address = text.trim();
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) return 'incomplete';
  if (!addressSchema.safeParse(address).success) return 'wrong-checksum';
  return toChecksumAddress(address) === address ? 'checked' : 'unchecked';
}

/** Surrounding white space is ignored. */
export function recipientProblem(text: string): RecipientProblem | undefined {
  if (text.trim() === '') return 'empty';
  const state = recipientState(text);
  if (state === 'incomplete') return 'form';
  return state === 'wrong-checksum' ? 'checksum' : undefined;
}
