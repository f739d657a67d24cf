// Decimal text to base units and nothing else: exact, in integers, no floating point anywhere.

/** 1 ETH = 10¹⁸ wei, 1 gwei = 10⁹ wei (Ethereum Yellow Paper §2.1); the same of every chain’s own coin. */
export const COIN_DECIMALS = 18;
const GWEI_DECIMALS = 9;
const UINT256_LIMIT = 1n << 256n;
/** Longer input is no amount; checked before any big arithmetic. */
const MAX_TEXT = 200;

export type AmountProblem = 'empty' | 'form' | 'comma' | 'decimals' | 'too-large';
export type ParsedAmount =
  | { readonly ok: true; readonly wei: bigint }
  | { readonly ok: false; readonly problem: AmountProblem };

export function parseEther(text: string): ParsedAmount {
  return parseUnits(text, COIN_DECIMALS);
}

export function parseGwei(text: string): ParsedAmount {
  return parseUnits(text, GWEI_DECIMALS);
}

/** `whole.fraction` → whole · 10^decimals + fraction · 10^(decimals − digits). Surrounding white space is ignored. */
export function parseUnits(text: string, decimals: number): ParsedAmount {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'empty' };
  if (trimmed.length > MAX_TEXT) return { ok: false, problem: 'too-large' };
  if (/^\d*,\d*$/.test(trimmed)) return { ok: false, problem: 'comma' };
  const parts = /^(\d*)(?:\.(\d*))?$/.exec(trimmed);
  const whole = parts?.[1] ?? '';
  const fraction = parts?.[2] ?? '';
  if (parts === null || (whole === '' && fraction === '')) return { ok: false, problem: 'form' };
  if (fraction.length > decimals) return { ok: false, problem: 'decimals' };
  const wei = BigInt(whole + fraction.padEnd(decimals, '0'));
  return wei < UINT256_LIMIT ? { ok: true, wei } : { ok: false, problem: 'too-large' };
}

/** Wei as `parseEther` takes it: every digit, no separators. */
export function etherInput(wei: bigint): string {
  return unitsInput(wei, COIN_DECIMALS);
}

/** Base units as `parseUnits` takes them: every digit, no separators. */
export function unitsInput(amount: bigint, decimals: number): string {
  const one = 10n ** BigInt(decimals);
  const whole = (amount / one).toString();
  const fraction = (amount % one).toString().padStart(decimals, '0').replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
