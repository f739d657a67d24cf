// A failure as text for a terminal: what, who says so, and what would help.
import { TEE_CODES } from '../tee-sim/protocol/codes.ts';
import type { TraceEntry } from '../tee-sim/protocol/trace.ts';
import type { CommandFailure } from './failures.ts';
import { section } from './tables.ts';

export function printFailure({ code, origin, reason, layer, check, denied, hint }: CommandFailure): string {
  const number = `0x${TEE_CODES[code].toString(16).toUpperCase().padStart(8, '0')}`;
  const facts: [string, string][] = [
    ['code', `${code} (${number})`],
    ['origin', origin],
    ['reason', reason ?? 'none given'],
  ];
  if (layer !== undefined) facts.push(['layer', `${layer} of 4`]);
  if (denied !== undefined) facts.push(['denied by', printDenial(denied)]);
  if (check !== undefined) facts.push(['check', check]);
  if (hint !== undefined) facts.push(['what to do', hint]);
  return section('Failed', facts);
}

/** As the TEE tells it: what would have passed, and what it found, where either may be known. */
export function printDenial({ check, expected, actual }: TraceEntry): string {
  const parts: string[] = [check];
  if (expected !== undefined) parts.push(`expected ${expected}`);
  if (actual !== undefined) parts.push(`found ${actual}`);
  return parts.join(', ');
}
