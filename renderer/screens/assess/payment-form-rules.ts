// What the form holds, and whether it is a payment yet. The TEE judges everything again.
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import { addressSchema, type PaymentInput, toChecksumAddress } from '../../../tee-sim/protocol/payment.ts';
import { type AmountProblem, parseEther } from '../../app/amount.ts';
import type { ChainId } from '../../app/chains.ts';

export const MAX_NOTE = 10_000;

export interface FormValues {
  readonly recipient: string;
  readonly amount: string;
  readonly chainId: ChainId;
  readonly note: string;
  /** The wallet to pay from; absent: assess only. */
  readonly walletId: WalletId | undefined;
}

export type RecipientProblem = 'empty' | 'form' | 'checksum';

export interface FormProblems {
  readonly recipient?: RecipientProblem;
  readonly amount?: AmountProblem;
  readonly note?: 'too-long';
}

/** How much an address proves of itself: a mixed-case one carries a checksum (EIP-55). */
export type RecipientState = 'incomplete' | 'checked' | 'unchecked' | 'wrong-checksum';

export function recipientState(text: string): RecipientState {
  const address = text.trim();
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) return 'incomplete';
  if (!addressSchema.safeParse(address).success) return 'wrong-checksum';
  return toChecksumAddress(address) === address ? 'checked' : 'unchecked';
}

export function findProblems({ recipient, amount, note }: FormValues): FormProblems {
  const recipientProblem = problemOfRecipient(recipient);
  const parsed = parseEther(amount);
  return {
    ...(recipientProblem === undefined ? {} : { recipient: recipientProblem }),
    ...(parsed.ok ? {} : { amount: parsed.problem }),
    ...(note.length > MAX_NOTE ? { note: 'too-long' } : {}),
  };
}

/** The payment as it is sent, or `undefined` while something is wrong with the form. */
export function paymentOf(values: FormValues): PaymentInput | undefined {
  const amount = parseEther(values.amount);
  if (!amount.ok || Object.keys(findProblems(values)).length > 0) return undefined;
  const { chainId, note, recipient } = values;
  return { chainId, to: recipient.trim(), amountWei: amount.wei.toString(), note };
}

function problemOfRecipient(text: string): RecipientProblem | undefined {
  if (text.trim() === '') return 'empty';
  const state = recipientState(text);
  if (state === 'incomplete') return 'form';
  return state === 'wrong-checksum' ? 'checksum' : undefined;
}
