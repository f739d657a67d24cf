// What a transaction must pay to take the place of another with its nonce. Nodes ask for 10 % more of both prices;
// 12.5 % is safe with all of them.
import type { FeesInput } from '../../preload/networks.ts';
import { max } from './fees.ts';
import type { RawFees } from './raw-transaction.ts';

/** Rounded up, and at least one wei. */
export function bumped(price: bigint): bigint {
  return price + max((price + 7n) / 8n, 1n);
}

/** The bump, or what is usual now where that is more. A tip never exceeds its whole. */
export function replacementFees(paid: RawFees, usual: FeesInput): RawFees {
  if (paid.kind === 'legacy') {
    const now = usual.kind === 'legacy' ? usual.tiers.normal.gasPriceWei : usual.tiers.normal.maxFeePerGasWei;
    return { kind: 'legacy', gasPriceWei: max(bumped(paid.gasPriceWei), BigInt(now)) };
  }
  const now =
    usual.kind === 'eip1559'
      ? usual.tiers.normal
      : { maxFeePerGasWei: usual.tiers.normal.gasPriceWei, maxPriorityFeePerGasWei: '0' };
  const tip = max(bumped(paid.maxPriorityFeePerGasWei), BigInt(now.maxPriorityFeePerGasWei));
  return {
    kind: 'eip1559',
    maxFeePerGasWei: max(max(bumped(paid.maxFeePerGasWei), BigInt(now.maxFeePerGasWei)), tip),
    maxPriorityFeePerGasWei: tip,
  };
}
