// What the form holds, and whether it is a payment yet. The TEE judges everything again.
import type { PaymentInput } from '../../../tee-sim/protocol/payment.ts';
import { type AmountProblem, parseEther } from '../../app/amount.ts';
import type { ChainId } from '../../app/chains.ts';
import { type RecipientProblem, recipientProblem } from '../../app/recipient.ts';

export const MAX_NOTE = 10_000;

export interface FormValues {
  readonly recipient: string;
  readonly amount: string;
  readonly chainId: ChainId;
  readonly note: string;
}

export interface FormProblems {
  readonly recipient?: RecipientProblem;
  readonly amount?: AmountProblem;
  readonly note?: 'too-long';
}

export function findProblems({ recipient, amount, note }: FormValues): FormProblems {
  const problem = recipientProblem(recipient);
  const parsed = parseEther(amount);
  return {
    ...(problem === undefined ? {} : { recipient: problem }),
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
