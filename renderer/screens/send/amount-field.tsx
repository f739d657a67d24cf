// How much: exact, or everything.
import { useStore } from 'zustand';
import { amountProblemText } from '../../i18n/amount-problem.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { amountText, symbolOf } from './amounts.ts';
import { countedOf, decimalsOf, editAmount, editSend, type Known, parsedAmount } from './form-actions.ts';
import type { SendStore } from './send-store.ts';
import { useRefusal, useRoughPlan } from './use-refusal.ts';

export interface AmountFieldProps {
  readonly store: SendStore;
  readonly known: Known;
}

export function AmountField({ store, known }: AmountFieldProps) {
  const { m } = useI18n();
  const values = useStore(store, (state) => state.values);
  const counted = countedOf(values, known);
  const words = useAmountWords(store, known);
  if (counted === undefined) return null;
  return (
    <div className="signing-recipient">
      <TextField
        name="amount"
        label={m.assess.amount}
        unit={symbolOf(m, counted)}
        inputMode="decimal"
        value={values.isMax ? m.send.everything : values.amount}
        onChange={(amount) => editAmount(store, values.isMax ? typedAnew(amount, m.send.everything) : amount)}
        {...words}
      />
      <Button
        small
        label={m.send.everythingLabel}
        onPress={() => editSend(store, { isMax: true, amount: '' })}
      >
        {m.send.everything}
      </Button>
    </div>
  );
}

/** Typed into the word that stands there: what is left of it is no part of the amount. */
function typedAnew(text: string, word: string): string {
  return text.startsWith(word) ? text.slice(word.length) : text.replace(/[^\d.,]/g, '');
}

function useAmountWords(store: SendStore, known: Known): { hint?: string; error?: string } {
  const { m, format } = useI18n();
  const { attempted, values } = useStore(store);
  const plan = useRoughPlan(store, known);
  const refusal = useRefusal(store, known, 'amount');
  const counted = countedOf(values, known);
  if (counted === undefined) return {};
  if (!values.isMax) {
    const parsed = parsedAmount(values, counted);
    if (!parsed.ok && parsed.problem === 'decimals') {
      const decimals = String(decimalsOf(counted));
      return { error: m.send.tooManyDecimals({ symbol: symbolOf(m, counted), decimals }) };
    }
    if (!parsed.ok && (attempted || parsed.problem !== 'empty')) {
      return { error: amountProblemText(m, parsed.problem) };
    }
    if (!parsed.ok) return { hint: m.assess.amountHint };
  }
  if (refusal !== undefined) return { error: m.send.refusals[refusal] };
  if (plan?.ok !== true) return values.isMax ? { hint: m.send.everythingUnknown } : {};
  const exact = (amount: bigint): string => amountText(m, format, counted, amount);
  return {
    hint: values.isMax
      ? (counted.token === undefined ? m.send.everythingIs : m.send.everythingOfToken)({
          amount: exact(plan.amount),
        })
      : m.send.leaves({ left: exact(plan.left) }),
  };
}
