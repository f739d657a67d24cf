// What a check of the trace expected or found, as people read it; what we do not know better stays as the TEE wrote it.
import type { Check, TraceEntry } from '../../tee-sim/protocol/trace.ts';
import type { Format } from './format.ts';

/** Only payments in a chain's own coin meet these checks; the TEE writes wei. */
const IN_WEI: ReadonlySet<Check> = new Set<Check>(['transaction-limit', 'daily-limit']);

/** What passed and takes longer than this to say tells a reader nothing; of a denial everything counts. */
const PASSED_CHARACTERS = 40;

/** Whether a check's values are worth reading where the trace is shown; the log row's record has them all. */
export function hasTellingValues({ outcome, expected, actual }: TraceEntry): boolean {
  const values = [expected, actual].filter((value) => value !== undefined);
  if (outcome === 'deny') return values.length > 0;
  return values.length > 0 && values.every((value) => value.length <= PASSED_CHARACTERS);
}

export function traceValue(format: Format, { check }: TraceEntry, text: string): string {
  const value = /^(<=|<|>=|>)? ?(\d{1,78})$/.exec(text);
  if (value === null) return text;
  const [, sign, digits = ''] = value;
  const number = IN_WEI.has(check) ? format.ether(BigInt(digits)) : format.integer(BigInt(digits));
  return sign === undefined ? number : `${SIGNS[sign] ?? sign} ${number}`;
}

const SIGNS: Readonly<Record<string, string>> = { '<=': '≤', '>=': '≥' };
