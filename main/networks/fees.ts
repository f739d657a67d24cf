// What to offer for gas: three tiers from the last blocks, never more than is sane. Base fees: EIP-1559.
import type { FeesInput } from '../../preload/networks.ts';
import type { Rpc } from './json-rpc.ts';
import { NetworkError } from './network-error.ts';
import { PAYMENT_BYTES, rollupFee } from './rollup-fee.ts';
import { type Block, blockCall, type FeeHistory, feeHistoryCall, gasPriceCall } from './rpc-calls.ts';

const GWEI = 1_000_000_000n;
/** A plain transfer would cost 2.1 coins: no higher price is passed on, nor made of what a node says. */
const MAX_PRICE = 100_000n * GWEI;
/** The most that is ever suggested as a tip, but for chains whose base fee is itself high. */
const MAX_TIP = 500n * GWEI;
const BLOCKS = 20;
const PERCENTILES = [10, 50, 90] as const;
/** What each tier offers beside its tip, in eighths of the next block's base fee: 1¼, 2 and 3 times it. */
const BASE_EIGHTHS = { slow: 10n, normal: 16n, fast: 24n } as const;
const TIERS = ['slow', 'normal', 'fast'] as const;

type WithoutExtra<F> = F extends FeesInput ? Omit<F, 'extraFeeWei'> : never;
type Prices = WithoutExtra<FeesInput>;

/**
 * Prices of all tiers, and what the chain takes beside them of a transaction of so many unsigned bytes.
 * @throws NetworkError implausible-fees, or the endpoint's own
 */
export async function suggestFees(rpc: Rpc, unsignedBytes = PAYMENT_BYTES): Promise<FeesInput> {
  const [prices, extra] = await Promise.all([suggestPrices(rpc), rollupFee(rpc, unsignedBytes)]);
  return { ...prices, extraFeeWei: extra.toString() };
}

async function suggestPrices(rpc: Rpc): Promise<Prices> {
  const block = await rpc.call(blockCall('latest'));
  if (block?.baseFeePerGas === undefined) return legacyFees(await rpc.call(gasPriceCall));
  const base = nextBaseFee(block.baseFeePerGas);
  if (base > MAX_PRICE) throw new NetworkError('implausible-fees');
  const tips = await recentTips(rpc, block);
  const limit = min(max(MAX_TIP, 10n * base), MAX_PRICE);
  const fees = TIERS.map((tier, i) => {
    const tip = min(tips[i] ?? 0n, limit);
    const price = min((base * BASE_EIGHTHS[tier]) / 8n + tip, MAX_PRICE);
    return { maxFeePerGasWei: price.toString(), maxPriorityFeePerGasWei: min(tip, price).toString() };
  });
  return {
    kind: 'eip1559',
    baseFeeWei: base.toString(),
    tiers: byTier(fees),
    capped: tips.some((tip) => tip > limit),
  };
}

/** EIP-1559: from one block to the next it grows by an eighth at most. The node's own forecast is not needed. */
function nextBaseFee(current: bigint): bigint {
  return current + (current + 7n) / 8n;
}

/** A low, a usual and a high tip, in that order. Where no block says: what `eth_gasPrice` leaves over the base fee. */
async function recentTips(rpc: Rpc, { baseFeePerGas = 0n }: Block): Promise<bigint[]> {
  const [history, price] = await rpc.batch<FeeHistory | bigint>([
    feeHistoryCall(BLOCKS, PERCENTILES),
    gasPriceCall,
  ]);
  const rewards = history?.ok && typeof history.value === 'object' ? rewardsOf(history.value) : [];
  if (rewards.length > 0) return PERCENTILES.map((_, i) => median(rewards.map((row) => row[i] ?? 0n)));
  const asked = price?.ok && typeof price.value === 'bigint' ? price.value : 0n;
  const tip = asked > baseFeePerGas ? asked - baseFeePerGas : max(baseFeePerGas / 10n, 1n);
  return [tip, tip, tip];
}

/** Of blocks with something in them; ascending within each, as percentiles are. */
function rewardsOf({ reward = [], gasUsedRatio }: FeeHistory): bigint[][] {
  return reward
    .filter((row, i) => (gasUsedRatio[i] ?? 0) > 0 && row.length === PERCENTILES.length)
    .map((row) => [...row].sort((a, b) => (a < b ? -1 : 1)));
}

function legacyFees(price: bigint): Prices {
  if (price > MAX_PRICE) throw new NetworkError('implausible-fees');
  const tier = (percent: bigint) => ({
    gasPriceWei: min((price * percent + 99n) / 100n, MAX_PRICE).toString(),
  });
  return { kind: 'legacy', tiers: byTier([tier(100n), tier(115n), tier(140n)]), capped: false };
}

function byTier<T>(fees: readonly T[]): { slow: T; normal: T; fast: T } {
  const [slow, normal, fast] = fees;
  if (slow === undefined || normal === undefined || fast === undefined) throw new RangeError('tiers');
  return { slow, normal, fast };
}

function median(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
  return sorted[Math.floor(sorted.length / 2)] ?? 0n;
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
