// What a check of the trace expected or found, as people read it; what we do not know better stays as the TEE wrote it.
import type { Check, TraceEntry } from '../../tee-sim/protocol/trace.ts';
import type { Format } from './format.ts';

/** Only payments in a chain's own coin meet these checks; the TEE writes wei. */
const IN_WEI: ReadonlySet<Check> = new Set<Check>(['transaction-limit', 'daily-limit']);

/** So much of what passed is enough; of a denial everything counts. */
const PASSED_CHARACTERS = 40;

export function traceValue(format: Format, { check, outcome }: TraceEntry, text: string): string {
  if (outcome === 'pass' && text.length > PASSED_CHARACTERS) return `${text.slice(0, PASSED_CHARACTERS)}…`;
  const value = /^(<=|<|>=|>)? ?(\d{1,78})$/.exec(text);
  if (value === null) return text;
  const [, sign, digits = ''] = value;
  const number = IN_WEI.has(check) ? format.ether(BigInt(digits)) : format.integer(BigInt(digits));
  return sign === undefined ? number : `${SIGNS[sign] ?? sign} ${number}`;
}

const SIGNS: Readonly<Record<string, string>> = { '<=': '≤', '>=': '≥' };
