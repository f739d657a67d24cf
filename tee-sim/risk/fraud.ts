// Which findings of the assessment are fraud indicators that deny by themselves, whatever the score says.
import type { Assessment } from '../protocol/assessment.ts';

type Rule = Assessment['factors'][number]['rule'];

/** All send money where nobody wants it. Input like a machine's only warns: assistive technology types like one. */
const BLOCKING: readonly Rule[] = ['look-alike-address', 'zero-address', 'token-contract-as-recipient'];

export function isBlockingFraud(rule: Rule): boolean {
  return BLOCKING.includes(rule);
}
