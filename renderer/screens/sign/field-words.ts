// What stands below each field: what is wrong with it, or what helps. Before someone tried to go on, only what is
// wrong beyond doubt is called wrong.
import { parseEther } from '../../app/amount.ts';
import { amountProblemText } from '../../i18n/amount-problem.ts';
import type { Format } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import type { FieldWords } from '../../signing/recipient-words.ts';
import type { Pasted } from './paste-parser.ts';
import { MAX_MESSAGE } from './sign-actions.ts';
import { highestFeeWei, type TransferValues, transferProblems } from './transfer-rules.ts';

export function amountWords(
  m: Messages,
  format: Format,
  values: TransferValues,
  attempted: boolean,
): FieldWords {
  const parsed = parseEther(values.amount);
  if (parsed.ok) return { hint: m.assess.amountWei(format.integer(parsed.wei)) };
  if (parsed.problem === 'empty' && !attempted) return { hint: m.assess.amountHint };
  return { error: amountProblemText(m, parsed.problem) };
}

export function gasWords(
  m: Messages,
  format: Format,
  values: TransferValues,
): Readonly<Record<'nonce' | 'gasLimit' | 'maxFee' | 'priorityFee', FieldWords>> {
  const texts = m.sign;
  const { gasLimit, maxFeeGwei, nonce, priorityFeeGwei } = transferProblems(values);
  const fee = highestFeeWei(values);
  const price = (problem: typeof priorityFeeGwei): string | undefined =>
    problem === 'decimals' ? texts.gweiDecimals : problem && amountProblemText(m, problem);
  return {
    nonce: nonce === undefined ? { hint: texts.nonceHint } : { error: texts.numbers[nonce] },
    gasLimit: gasLimit === undefined ? { hint: texts.gasHint } : { error: texts.numbers[gasLimit] },
    maxFee:
      maxFeeGwei === 'below-priority'
        ? { error: texts.belowPriority }
        : maxFeeGwei === undefined
          ? { hint: fee === undefined ? texts.maxFeeNoHint : texts.maxFeeHint({ fee: format.ether(fee) }) }
          : { error: price(maxFeeGwei) },
    priorityFee:
      priorityFeeGwei === undefined ? { hint: texts.priorityHint } : { error: price(priorityFeeGwei) },
  };
}

export function dataWords(m: Messages, values: TransferValues): FieldWords {
  const { data } = transferProblems(values);
  return data === undefined ? { hint: m.sign.dataHint } : { error: m.sign.dataProblems[data] };
}

/** An empty field is wrong only once someone tried to go on. */
export function pastedWords(m: Messages, pasted: Pasted, attempted: boolean, hint: string): FieldWords {
  if (pasted.ok || (pasted.problem === 'empty' && !attempted)) return { hint };
  return { error: m.sign.paste[pasted.problem]({ field: pasted.field ?? '?' }) };
}

export function messageWords(m: Messages, format: Format, message: string, attempted: boolean): FieldWords {
  if (message.length > MAX_MESSAGE) return { error: m.sign.messageTooLong };
  if (message === '') return attempted ? { error: m.sign.messageEmpty } : { hint: m.sign.messageHint };
  const count = m.assess.noteCount(format.integer(message.length), format.integer(MAX_MESSAGE));
  return { hint: `${m.sign.messageHint} ${count}` };
}
