// What stands below each field: what is wrong with it, or what helps.

import { parseEther } from '../../app/amount.ts';
import { recipientState } from '../../app/recipient.ts';
import type { Format } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import type { AssessState } from './assess-store.ts';
import { type FormValues, findProblems, MAX_NOTE } from './payment-form-rules.ts';

export interface FieldText {
  readonly hint?: string;
  readonly error?: string;
}

/** Before someone tried to send, only what is wrong beyond doubt is called wrong. */
export function fieldTexts(
  m: Messages,
  format: Format,
  { values, attempted }: Pick<AssessState, 'values' | 'attempted'>,
): Readonly<Record<'recipient' | 'amount' | 'note', FieldText>> {
  return {
    recipient: recipientText(m, values, attempted),
    amount: amountText(m, format, values, attempted),
    note: noteText(m, format, values),
  };
}

function recipientText(m: Messages, values: FormValues, attempted: boolean): FieldText {
  const { errors, recipientChecked, recipientHint, recipientUnchecked } = m.assess;
  const problem = findProblems(values).recipient;
  if (problem === 'checksum') return { error: errors.recipientChecksum };
  if (problem !== undefined && attempted) {
    return { error: problem === 'empty' ? errors.recipientEmpty : errors.recipientForm };
  }
  const state = recipientState(values.recipient);
  if (state === 'checked') return { hint: recipientChecked };
  return { hint: state === 'unchecked' ? recipientUnchecked : recipientHint };
}

function amountText(m: Messages, format: Format, { amount }: FormValues, attempted: boolean): FieldText {
  const { errors, amountHint, amountWei } = m.assess;
  const parsed = parseEther(amount);
  if (parsed.ok) return { hint: amountWei(format.integer(parsed.wei)) };
  switch (parsed.problem) {
    case 'empty':
      return attempted ? { error: errors.amountEmpty } : { hint: amountHint };
    case 'form':
      return { error: errors.amountForm };
    case 'comma':
      return { error: errors.amountComma };
    case 'decimals':
      return { error: errors.amountDecimals };
    case 'too-large':
      return { error: errors.amountTooLarge };
  }
}

function noteText(m: Messages, format: Format, { note }: FormValues): FieldText {
  if (note.length > MAX_NOTE) return { error: m.assess.errors.noteTooLong };
  return note === ''
    ? {}
    : { hint: m.assess.noteCount(format.integer(note.length), format.integer(MAX_NOTE)) };
}
