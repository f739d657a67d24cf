// What is wrong with an amount that somebody typed, as a sentence.
import type { AmountProblem } from '../app/amount.ts';
import type { Messages } from './messages.ts';

export function amountProblemText({ assess: { errors } }: Messages, problem: AmountProblem): string {
  switch (problem) {
    case 'empty':
      return errors.amountEmpty;
    case 'form':
      return errors.amountForm;
    case 'comma':
      return errors.amountComma;
    case 'decimals':
      return errors.amountDecimals;
    case 'too-large':
      return errors.amountTooLarge;
  }
}
