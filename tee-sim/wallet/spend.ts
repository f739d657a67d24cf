// What a signature counts against limits: everything that could leave because of it, at the most.
import type { Asset } from '../protocol/bindings.ts';
import { allFlags, type Decoded, type DecodedFlag } from '../protocol/decoded.ts';

/** What could leave, on whatever chain it is. */
export interface LeavingAmounts {
  /** Base units, one entry for each asset; allowances whole, fees under `native`. */
  readonly amounts: readonly { readonly asset: Asset; readonly amount: bigint }[];
  /** It cannot be told what may leave: denied to limited bindings, Maximum for the owner. */
  readonly unbounded: boolean;
}

const UNBOUNDED: readonly DecodedFlag[] = [
  'blind',
  'approval-for-all',
  'contract-creation',
  'delegation',
  'hash-like-message',
  'unknown-entry-point',
];

/**
 * Sum over `decoded` and its inner parts: coins, tokens, allowances whole, collectibles by count, and `feeWei`, which
 * is gasLimit × maxFeePerGas (of a UserOperation all gas fields; of a message or typed data zero).
 * What belongs to somebody else counts too: it leaves because of this signature.
 */
export function spendOf(decoded: Decoded, feeWei: bigint): LeavingAmounts {
  const totals = new Map<Asset, bigint>();
  if (feeWei > 0n) totals.set('native', feeWei);
  addAmounts(decoded, totals);
  const flags = allFlags(decoded);
  return {
    amounts: [...totals].map(([asset, amount]) => ({ asset, amount })),
    unbounded: UNBOUNDED.some((flag) => flags.has(flag)),
  };
}

function addAmounts({ amounts, inner }: Decoded, totals: Map<Asset, bigint>): void {
  for (const { asset, amount } of amounts) {
    if (amount > 0n) totals.set(asset, (totals.get(asset) ?? 0n) + amount);
  }
  for (const part of inner) addAmounts(part, totals);
}
